/** Measures the catalog: publishers at once, publishers that are killed, resolving a long log. */
@NullMarked
package io.millrace.benchmarks.catalog;

import org.jspecify.annotations.NullMarked;
