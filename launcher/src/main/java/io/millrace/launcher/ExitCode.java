package io.millrace.launcher;

/** What the process ends with. */
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;

  /** Wrong arguments or a wrong definition: trying again without a change fails again. */
  static final int WRONG_USE = 2;

  static final int GATE_FAILED = 3;

  /** As shells count it: 128 and the number of SIGINT. SIGTERM makes it 143. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
