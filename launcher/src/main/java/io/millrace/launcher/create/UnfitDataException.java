package io.millrace.launcher.create;

/** No definition can be made from the data as it was asked for; the message says what to do. */
public final class UnfitDataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnfitDataException(String message) {
    super(message);
  }
}
