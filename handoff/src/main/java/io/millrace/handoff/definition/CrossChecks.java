package io.millrace.handoff.definition;

/** Checks that the parts of a definition fit each other. */
final class CrossChecks {
  private CrossChecks() {}

  static void run(Draft draft, Problems problems) {
    draft.name();
    problems.source();
  }
}
