/** What it costs to use models of the catalog from a program. */
@NullMarked
package io.millrace.benchmarks.sdk;

import org.jspecify.annotations.NullMarked;
