/** The catalog as the Java SDK reads it over HTTP. */
@NullMarked
package io.millrace.server.reader;

import org.jspecify.annotations.NullMarked;
