/** {@code millrace models}: what is in the catalog, and the little that is done to it by hand. */
@NullMarked
package io.millrace.launcher.models;

import org.jspecify.annotations.NullMarked;
