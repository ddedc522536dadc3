/** Checks what Millrace needs of the machine. */
@NullMarked
package io.millrace.launcher.doctor;

import org.jspecify.annotations.NullMarked;
