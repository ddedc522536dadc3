package io.millrace.launcher.run;

/** Shows how a run goes on. Called by one thread at a time. */
public interface Progress extends AutoCloseable {
  /** Something happened in a step. */
  void show(Event event);

  /** A step that did not have to run. */
  void skipped(String step, String reason);

  /** Leaves the output in order; nothing is shown afterwards. */
  @Override
  void close();
}
