/** From a definition to steps: what each reads, what it will take, whether it must run. */
@NullMarked
package io.millrace.launcher.plan;

import org.jspecify.annotations.NullMarked;
