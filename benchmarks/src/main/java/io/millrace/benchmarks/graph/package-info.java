/** Graphs of any size, and what making training data from them takes. */
@NullMarked
package io.millrace.benchmarks.graph;

import org.jspecify.annotations.NullMarked;
