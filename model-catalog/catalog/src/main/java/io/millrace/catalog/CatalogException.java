package io.millrace.catalog;

import org.jspecify.annotations.Nullable;

/**
 * The catalog could not do what was asked; {@link #reason()} says what a caller can do about it.
 */
public final class CatalogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  CatalogException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  CatalogException(Reason reason, String message) {
    this(reason, message, null);
  }

  /** What went wrong, for callers that act on it. */
  public Reason reason() {
    return reason;
  }

  /** Kinds of failure. */
  public enum Reason {
    /** The model, version or alias is not there. */
    NOT_FOUND,
    /** The catalog's rules or its file system forbid it; trying again does not help. */
    REFUSED,
    /** The principal may not do it; somebody else may. */
    DENIED,
    /** No token that holds was shown. */
    UNAUTHENTICATED,
    /** Other writers were faster every time; trying again may help. */
    CONTENTION,
    /** The file system failed; nothing is half done, and publishing again is safe. */
    STORAGE,
    /** No catalog answered at the address, or not in time; trying again may help. */
    UNREACHABLE,
    /** Bytes are not what was published, or were written by a newer version of the catalog. */
    DAMAGED
  }
}
