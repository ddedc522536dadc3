package io.millrace.server.access;

import org.jspecify.annotations.Nullable;

/**
 * Everybody is the same and may read; for a catalog without roles.
 *
 * @param writable whether everybody may write, too
 */
public record OpenCallers(boolean writable) implements Callers {
  private static final String NAME = "anonymous";

  @Override
  public Caller identify(@Nullable String authorization) {
    return new Anonymous(writable);
  }

  private record Anonymous(boolean writable) implements Caller {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public boolean may(Permission permission, String model) {
      return writable || permission == Permission.READ;
    }
  }
}
