/** Graphs in memory: topology, sampling of neighbours, packing. Knows no engine and no Spark. */
@NullMarked
package io.millrace.sampling;

import org.jspecify.annotations.NullMarked;
