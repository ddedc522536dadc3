/** Who asks, and what they may do. */
@NullMarked
package io.millrace.server.access;

import org.jspecify.annotations.NullMarked;
