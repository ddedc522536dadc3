package io.millrace.launcher.run;

import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.RunLock;
import io.millrace.handoff.Storage;
import io.millrace.launcher.plan.PlannedRun;
import io.millrace.launcher.plan.Planner;
import io.millrace.launcher.plan.StepDecision;
import io.millrace.launcher.report.Report;
import io.millrace.spec.run.RunSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;
import org.jspecify.annotations.Nullable;

/**
 * One start of a run under its lock, from the first file to the summary. It ends once: by itself or
 * by the shutdown hook, whoever comes first.
 */
final class RunSession {
  private static final int INTERRUPTED = 130;
  private static final int GATE_FAILED = 3;

  private final PlannedRun planned;
  private final RunDirectory directory;
  private final Storage storage;
  private final RunLock lock;
  private final Progress progress;
  private final PrintWriter err;
  private final StepWatch watch;
  private final long startNanos = System.nanoTime();
  private @Nullable Child child;
  private volatile boolean cancelled;
  private @Nullable RunSummary ended;

  RunSession(PlannedRun planned, RunLock lock, Progress progress, PrintWriter err) {
    this.planned = planned;
    this.directory = planned.directory();
    this.storage = planned.directory().storage();
    this.lock = lock;
    this.progress = progress;
    this.err = err;
    this.watch = new StepWatch(progress);
  }

  RunOutcome run(Applications applications) throws IOException {
    Runnable hook = this::cancel;
    // Before Hadoop closes its file systems, on which the summary is still to be written.
    ShutdownHookManager.get()
        .addShutdownHook(hook, FileSystem.SHUTDOWN_HOOK_PRIORITY + 10, 60, TimeUnit.SECONDS);
    try {
      prepare();
      String failure = planned.stepsToRun().isEmpty() ? null : work(applications);
      String status = failure == null ? RunSummary.SUCCEEDED : RunSummary.FAILED;
      RunSummary summary = end(cancelled ? RunSummary.CANCELLED : status);
      return new RunOutcome(planned, summary, failure, failure == null && gateFailed());
    } catch (IOException | RuntimeException e) {
      fail(e);
      throw e;
    } finally {
      if (!ShutdownHookManager.get().isShutdownInProgress()) {
        ShutdownHookManager.get().removeShutdownHook(hook);
      }
    }
  }

  /** Publishing names the best model first. */
  private boolean gateFailed() throws IOException {
    return Planner.published(directory).stream()
        .findFirst()
        .filter(best -> best.status().equals("rejected"))
        .isPresent();
  }

  private void prepare() throws IOException {
    RunFiles.write(planned);
    for (StepDecision decision : planned.decisions()) {
      if (!decision.runs()) {
        progress.skipped(decision.step().name(), decision.reason());
      }
    }
  }

  /** Runs one job after the other; returns what went wrong, or null. */
  private @Nullable String work(Applications applications) throws IOException {
    for (StepGroup group : StepGroup.of(planned)) {
      String note = applications.note(group.version());
      if (!note.isEmpty()) {
        watch.take(new Event(Event.Kind.WARNING, group.steps().get(0), 0, 0, note));
      }
      String failure = work(group, applications.on(group.version()));
      if (failure != null) {
        return failure;
      }
    }
    return null;
  }

  private @Nullable String work(StepGroup group, Application application) throws IOException {
    java.nio.file.Path scratch = scratch();
    try (LogFile log = LogFile.create(storage, directory.logs())) {
      List<String> arguments =
          List.of("--run", directory.root().toString(), "--steps", String.join(",", group.steps()));
      Child started = start(application.process(arguments, scratch), log);
      int code = await(started);
      if (code == INTERRUPTED) {
        cancelled = true;
        watch.mute();
      }
      return failure(code, group, log);
    } finally {
      LocalFolder.delete(scratch);
    }
  }

  /** The hook must see the child, or there must be none. */
  private synchronized Child start(ProcessBuilder process, LogFile log) throws IOException {
    if (cancelled || ended != null) {
      throw new IllegalStateException("Cannot start the job: the run was cancelled.");
    }
    Child started = Child.start(process, log, watch::take);
    child = started;
    return started;
  }

  private int await(Child started) throws IOException {
    try {
      return started.await();
    } catch (InterruptedException e) {
      started.stop();
      Thread.currentThread().interrupt();
      throw new IOException("Cannot wait for the job: this thread was interrupted.", e);
    }
  }

  private @Nullable String failure(int code, StepGroup group, LogFile log) throws IOException {
    if (cancelled) {
      return "Cancelled. Run the same command again; finished steps are kept.";
    }
    if (code == 0 || code == GATE_FAILED) {
      List<String> unfinished = new Summaries(planned).unfinished(group.steps());
      return unfinished.isEmpty()
          ? null
          : "The job ended, but did not finish %s. Its log: %s"
              .formatted(String.join(", ", unfinished), log.location());
    }
    return JobFailure.text(code, watch, log);
  }

  private java.nio.file.Path scratch() throws IOException {
    if (LocalFolder.isLocal(storage, directory.root())) {
      return Files.createDirectories(LocalFolder.of(new Path(directory.root(), "scratch")));
    }
    return Files.createTempDirectory("millrace-");
  }

  private void fail(Exception error) {
    try {
      end(RunSummary.FAILED);
    } catch (IOException | RuntimeException e) {
      error.addSuppressed(e);
    }
  }

  /** Called by the shutdown hook. */
  private void cancel() {
    cancelled = true;
    watch.mute();
    Child running = running();
    if (running != null) {
      running.stop();
    }
    try {
      end(RunSummary.CANCELLED);
      err.println("Cancelled. Run the same command again; finished steps are kept.");
    } catch (IOException | RuntimeException e) {
      err.println("Cannot write the summary of the cancelled run: " + e.getMessage());
    }
    err.flush();
  }

  /** Waits for a job that is just being started; after that none will be. */
  private synchronized @Nullable Child running() {
    return child;
  }

  /** Writes the summary and gives the lock back; only the first call decides the status. */
  private synchronized RunSummary end(String status) throws IOException {
    if (ended != null) {
      return ended;
    }
    progress.close();
    try (lock) {
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      RunSummary summary =
          new Summaries(planned).summary(status, watch.failed(), Math.round(seconds * 1e3) / 1e3);
      ended = summary;
      storage.writeJson(directory.summaryFile(), summary);
      Report.tryWrite(directory, err);
      return summary;
    }
  }
}
