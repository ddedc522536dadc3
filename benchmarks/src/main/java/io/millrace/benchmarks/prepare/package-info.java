/** What cleaning, profiling and features cost, beside the same work written by hand. */
@NullMarked
package io.millrace.benchmarks.prepare;

import org.jspecify.annotations.NullMarked;
