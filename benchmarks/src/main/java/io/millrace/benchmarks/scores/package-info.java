/** What models reach on public data, by the product's own jobs. */
@NullMarked
package io.millrace.benchmarks.scores;

import org.jspecify.annotations.NullMarked;
