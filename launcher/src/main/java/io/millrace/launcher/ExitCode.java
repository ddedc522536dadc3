package io.millrace.launcher;

/** What the process ends with. */
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;

  /** Wrong arguments or a wrong definition: trying again without a change fails again. */
  static final int WRONG_USE = 2;

  static final int GATE_FAILED = 3;

  private ExitCode() {}
}
