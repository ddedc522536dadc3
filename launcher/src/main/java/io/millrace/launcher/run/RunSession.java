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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;
import org.jspecify.annotations.Nullable;

/**
 * One start of a run under its lock, from the first file to the summary. It ends once: by itself or
 * by the shutdown hook, whoever comes first.
 */
final class RunSession {

  private final PlannedRun planned;
  private final RunDirectory directory;
  private final Storage storage;
  private final RunLock lock;
  private final Progress progress;
  private final PrintWriter err;
  private final String command;
  private final StepWatch watch;
  private final long startNanos = System.nanoTime();
  private @Nullable Job job;
  private volatile boolean cancelled;
  private volatile @Nullable String loss;
  private @Nullable RunSummary ended;

  /**
   * @param command that goes on with the run, for people
   */
  RunSession(PlannedRun planned, RunLock lock, Progress progress, PrintWriter err, String command) {
    this.planned = planned;
    this.directory = planned.directory();
    this.storage = planned.directory().storage();
    this.lock = lock;
    this.progress = progress;
    this.err = err;
    this.command = command;
    this.watch = new StepWatch(progress);
  }

  RunOutcome run(Applications applications) throws IOException {
    Runnable hook = this::cancel;
    // Before Hadoop closes its file systems, on which the summary is still to be written.
    ShutdownHookManager.get()
        .addShutdownHook(hook, FileSystem.SHUTDOWN_HOOK_PRIORITY + 10, 60, TimeUnit.SECONDS);
    lock.onLoss(this::lose);
    try {
      prepare();
      String failure = planned.stepsToRun().isEmpty() ? null : work(applications);
      Interruption.giveWay();
      String status = failure == null ? RunSummary.SUCCEEDED : RunSummary.FAILED;
      RunSummary summary = end(cancelled ? RunSummary.CANCELLED : status);
      return new RunOutcome(planned, summary, failure, failure == null && gateFailed());
    } catch (IOException | RuntimeException e) {
      Interruption.giveWay();
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
      Optional<String> lost = lock.checkLoss();
      if (lost.isPresent()) {
        return lost.get();
      }
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
    try (Job started = start(group, application)) {
      int code = started.await();
      if (isEnding() || Interruption.ended(code)) {
        cancelled = loss == null;
        watch.mute();
        started.stop();
      }
      return failure(code, group, started.log());
    }
  }

  /** The hook must see the job, or there must be none. */
  private synchronized Job start(StepGroup group, Application application) throws IOException {
    if (isEnding() || ended != null) {
      throw new IllegalStateException("Cannot start the job: the run was cancelled.");
    }
    Job started = Job.start(directory, group.steps(), application, this::take);
    job = started;
    return started;
  }

  private boolean isEnding() {
    return cancelled || loss != null || Interruption.happened();
  }

  /** A job that is being ended fails in ways that nobody should read. */
  private void take(Event event) {
    if (!isEnding()) {
      watch.take(event);
    }
  }

  private @Nullable String failure(int code, StepGroup group, LogFile log) throws IOException {
    if (loss != null) {
      return loss;
    }
    if (cancelled) {
      return goOn();
    }
    if (code == 0 || code == Job.GATE_FAILED) {
      List<String> unfinished = new Summaries(planned).unfinished(group.steps());
      return unfinished.isEmpty()
          ? null
          : "The job ended, but did not finish %s. Its log: %s"
              .formatted(String.join(", ", unfinished), log.location());
    }
    return JobFailure.text(code, watch, log);
  }

  private String goOn() {
    return "Cancelled; finished steps are kept. Go on with: " + command;
  }

  private void fail(Exception error) {
    try {
      end(cancelled ? RunSummary.CANCELLED : RunSummary.FAILED);
    } catch (IOException | RuntimeException e) {
      error.addSuppressed(e);
    }
  }

  /** Called by the lock, when another run has it: what this one wrote now would be in its way. */
  private void lose(String text) {
    loss = text;
    watch.mute();
    Job running = running();
    if (running != null) {
      running.stop();
    }
  }

  /** Called by the shutdown hook. */
  private void cancel() {
    cancelled = true;
    watch.mute();
    Job running = running();
    try {
      if (running != null) {
        err.println("\nEnding the run. Ctrl-C once more ends it at once.");
        err.flush();
        running.stop();
        running.close();
      }
      if (end(RunSummary.CANCELLED).status().equals(RunSummary.CANCELLED)) {
        err.println(goOn());
      }
    } catch (IOException | RuntimeException e) {
      err.println("Cannot write the summary of the cancelled run: " + e.getMessage());
      err.println(goOn());
    }
    err.flush();
  }

  /** Waits for a job that is just being started; after that none will be. */
  private synchronized @Nullable Job running() {
    return job;
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
      if (lock.checkLoss().isEmpty()) {
        storage.writeJson(directory.summaryFile(), summary);
        Report.tryWrite(directory, err);
      }
      return summary;
    }
  }
}
