/**
 * Requests, replies, routes and limits; the only package that sees Jetty besides the server itself.
 */
@NullMarked
package io.millrace.server.http;

import org.jspecify.annotations.NullMarked;
