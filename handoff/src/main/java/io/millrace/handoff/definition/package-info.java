/** Reads pipeline definitions and finds everything that is wrong with them before a job starts. */
@NullMarked
package io.millrace.handoff.definition;

import org.jspecify.annotations.NullMarked;
