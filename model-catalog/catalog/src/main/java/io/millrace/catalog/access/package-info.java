/**
 * Who may do what in a catalog. Pure: {@link io.millrace.catalog.access.Policy} reads no file and
 * no clock, so that the SDK, the server and verification decide alike.
 */
@NullMarked
package io.millrace.catalog.access;

import org.jspecify.annotations.NullMarked;
