/** What the demo shows of the model that it has published. */
@NullMarked
package io.millrace.launcher.demo;

import org.jspecify.annotations.NullMarked;
