/** Options that commands share. */
@NullMarked
package io.millrace.launcher.options;

import org.jspecify.annotations.NullMarked;
