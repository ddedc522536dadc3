package io.millrace.server.http;

import io.millrace.server.access.Caller;
import io.millrace.server.api.ApiException;

/** What the pages that people read in a browser have of their own. Thread-safe. */
public interface Pages {
  /**
   * Who reads them.
   *
   * @throws ApiException if the exchange shows nobody's session
   */
  Caller identify(Exchange exchange);

  /**
   * Says in a page what went wrong.
   *
   * @param requestId by which the log of the server knows more
   */
  Reply problem(Exchange exchange, ApiException error, String requestId);
}
