/** The report of a run: one HTML file that needs nothing else to be read. */
@NullMarked
package io.millrace.launcher.report;

import org.jspecify.annotations.NullMarked;
