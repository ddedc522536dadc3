/** What those who run a server look at: health, metrics, the description of the API. */
@NullMarked
package io.millrace.server.operate;

import org.jspecify.annotations.NullMarked;
