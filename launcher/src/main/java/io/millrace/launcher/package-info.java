/**
 * The command line {@code millrace}: checks definitions, plans runs and starts jobs as processes.
 */
@NullMarked
package io.millrace.launcher;

import org.jspecify.annotations.NullMarked;
