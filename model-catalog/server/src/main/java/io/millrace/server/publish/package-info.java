/**
 * Publications over HTTP: files first, to a place that the server names, then one version of them.
 */
@NullMarked
package io.millrace.server.publish;

import org.jspecify.annotations.NullMarked;
