/** How figures and tables are written for people. */
@NullMarked
package io.millrace.launcher.text;

import org.jspecify.annotations.NullMarked;
