/** Where Millrace and its Spark runtime lie. */
@NullMarked
package io.millrace.launcher.install;

import org.jspecify.annotations.NullMarked;
