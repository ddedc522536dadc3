package io.millrace.server.access;

import io.millrace.catalog.Catalog;
import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;

/**
 * Who asks.
 *
 * @param name for the access log
 * @param catalog as the caller sees it, and which decides what the caller may do
 * @param mayWrite false where nobody may: in a catalog that asks nobody who they are
 */
public record Caller(String name, Catalog catalog, boolean mayWrite) {
  /**
   * The catalog, for changes.
   *
   * @throws ApiException if there are none
   */
  public Catalog writable() {
    if (!mayWrite) {
      throw new ApiException(
          ErrorCode.PERMISSION_DENIED,
          "Cannot change the catalog: it has no roles, so that everybody could (expected a catalog with roles). Set roles, or start the server with --open.");
    }
    return catalog;
  }
}
