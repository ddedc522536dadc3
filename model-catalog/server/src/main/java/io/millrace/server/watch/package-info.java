/** What happens in the catalog, as those see it who wait for it. */
@NullMarked
package io.millrace.server.watch;

import org.jspecify.annotations.NullMarked;
