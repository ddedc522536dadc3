package io.millrace.server.access;

import org.jspecify.annotations.Nullable;

/** Tells who asks. Thread-safe. */
public interface Callers {
  /**
   * The caller.
   *
   * @param authorization the header of that name, null where there is none
   * @throws io.millrace.server.api.ApiException if it is not that of anybody
   */
  Caller identify(@Nullable String authorization);
}
