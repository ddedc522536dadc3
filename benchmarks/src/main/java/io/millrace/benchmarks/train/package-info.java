/** Training by the product's own job, beside the same network without Spark. */
@NullMarked
package io.millrace.benchmarks.train;

import org.jspecify.annotations.NullMarked;
