/** Files of versions on their way out, and of publications on their way in. */
@NullMarked
package io.millrace.server.artifact;

import org.jspecify.annotations.NullMarked;
