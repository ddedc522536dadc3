/** Looks at a user's data and writes the first definition for it. */
@NullMarked
package io.millrace.launcher.create;

import org.jspecify.annotations.NullMarked;
