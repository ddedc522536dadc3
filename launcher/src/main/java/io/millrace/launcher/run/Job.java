package io.millrace.launcher.run;

import io.millrace.handoff.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** The process of some steps of a run, with its log and its temporary folder. */
final class Job implements AutoCloseable {
  /** Exit code of a job whose best model failed the gate: its work is done. */
  static final int GATE_FAILED = 3;

  private final RunDirectory directory;
  private final Path scratch;
  private final LogFile log;
  private final Child child;
  private final Application application;

  private Job(
      RunDirectory directory, Path scratch, LogFile log, Child child, Application application) {
    this.application = application;
    this.directory = directory;
    this.scratch = scratch;
    this.log = log;
    this.child = child;
  }

  /**
   * Starts a process.
   *
   * @param events called from one thread
   * @throws IOException if it cannot be started
   */
  static Job start(
      RunDirectory directory, List<String> steps, Application application, Consumer<Event> events)
      throws IOException {
    Path scratch = Scratch.of(directory);
    LogFile log = LogFile.create(directory.storage(), directory.logs(), scratch);
    try {
      List<String> arguments =
          List.of("--run", directory.root().toString(), "--steps", String.join(",", steps));
      ProcessBuilder process = application.process(arguments, scratch);
      Marks.put(process.environment(), mark(directory));
      return new Job(directory, scratch, log, Child.start(process, log, events), application);
    } catch (IOException | RuntimeException e) {
      log.close();
      Scratch.remove(scratch, directory);
      throw e;
    }
  }

  /** What jobs of a pipeline's runs are marked with. */
  static String mark(RunDirectory directory) {
    return directory.root().getParent().toString();
  }

  LogFile log() {
    return log;
  }

  /** Waits until the process has ended and its output has been read; returns its exit code. */
  int await() throws IOException {
    try {
      int code = child.await();
      if (code == 0 || code == GATE_FAILED) {
        application.finished(scratch);
      }
      return code;
    } catch (InterruptedException e) {
      child.stop();
      Thread.currentThread().interrupt();
      throw new IOException("Cannot wait for the job: this thread was interrupted.", e);
    }
  }

  /** Ends the process and all that it has started. */
  void stop() {
    child.stop();
  }

  /** Closes the log and removes the temporary folder; may be called by several threads. */
  @Override
  public synchronized void close() throws IOException {
    log.close();
    try {
      Scratch.remove(scratch, directory);
    } catch (IOException e) {
      // The next run removes it; what this one has done stays done.
      LoggerFactory.getLogger(Job.class).warn("Cannot remove '{}'", scratch, e);
    }
  }
}
