/** {@code millrace catalog}: what those do who keep a catalog and answer for what is in it. */
@NullMarked
package io.millrace.launcher.catalog;

import org.jspecify.annotations.NullMarked;
