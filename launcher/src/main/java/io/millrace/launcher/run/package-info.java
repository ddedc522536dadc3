/** Runs planned steps as processes of Spark, shows their progress and sums up how they ended. */
@NullMarked
package io.millrace.launcher.run;

import org.jspecify.annotations.NullMarked;
