/** {@code millrace runs}: what is in the folder of runs, and what of it may go. */
@NullMarked
package io.millrace.launcher.runs;

import org.jspecify.annotations.NullMarked;
