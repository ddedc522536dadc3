/** What a definition says of a graph. */
@NullMarked
package io.millrace.spec.graph;

import org.jspecify.annotations.NullMarked;
