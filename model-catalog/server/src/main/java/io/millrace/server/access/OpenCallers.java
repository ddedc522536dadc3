package io.millrace.server.access;

import io.millrace.catalog.Catalog;
import org.jspecify.annotations.Nullable;

/**
 * Everybody is the same and may read; for a catalog without roles.
 *
 * @param writable whether everybody may write, too
 */
public record OpenCallers(Catalog catalog, boolean writable) implements Callers {
  private static final String NAME = "anonymous";

  @Override
  public Caller identify(@Nullable String authorization) {
    return new Caller(NAME, catalog, writable);
  }
}
