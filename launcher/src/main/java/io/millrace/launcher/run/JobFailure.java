package io.millrace.launcher.run;

/** What is said of a job that failed: its own words, or else the end of its log. */
final class JobFailure {
  private JobFailure() {}

  static String text(int code, StepWatch watch, LogFile log) {
    if (!watch.error().isEmpty()) {
      return "%s%nIts log: %s".formatted(watch.error(), log.location());
    }
    return "The job ended with exit code %d. The end of its log %s:%n%s"
        .formatted(code, log.location(), String.join(System.lineSeparator(), log.tail()));
  }
}
