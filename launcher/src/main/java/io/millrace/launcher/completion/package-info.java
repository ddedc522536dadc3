/** Completion of commands, options and files in a shell. */
@NullMarked
package io.millrace.launcher.completion;

import org.jspecify.annotations.NullMarked;
