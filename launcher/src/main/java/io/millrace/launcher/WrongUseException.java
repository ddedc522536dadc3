package io.millrace.launcher;

/** The command, or the input that it names, must be changed before it can work. */
final class WrongUseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongUseException(String message) {
    super(message);
  }
}
