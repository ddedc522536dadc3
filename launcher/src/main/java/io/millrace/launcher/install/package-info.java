/** Where Millrace and its two Spark runtimes lie. */
@NullMarked
package io.millrace.launcher.install;

import org.jspecify.annotations.NullMarked;
