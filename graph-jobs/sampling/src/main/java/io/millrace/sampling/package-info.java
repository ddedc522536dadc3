/**
 * Graphs in memory: topology, examples and sampling of neighbours. Knows no engine and no Spark.
 */
@NullMarked
package io.millrace.sampling;

import org.jspecify.annotations.NullMarked;
