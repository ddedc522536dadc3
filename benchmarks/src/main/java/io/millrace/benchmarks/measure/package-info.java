/** What all benchmarks share: figures and temporary folders. */
@NullMarked
package io.millrace.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
