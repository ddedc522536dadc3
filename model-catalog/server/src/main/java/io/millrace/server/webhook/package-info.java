/** Addresses that are told of what happens in the catalog. */
@NullMarked
package io.millrace.server.webhook;

import org.jspecify.annotations.NullMarked;
