package io.millrace.launcher.run;

import io.millrace.handoff.RunLock;
import io.millrace.handoff.Storage;
import io.millrace.launcher.plan.PlannedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import org.apache.hadoop.fs.Path;

/** Runs a planned definition: one run of a pipeline at a time. */
public final class Runner {
  private final Storage storage;
  private final Applications applications;
  private final Progress progress;
  private final PrintWriter err;
  private final String command;

  /** Plans against what runs and catalog hold now. */
  public interface Planning {
    PlannedRun plan() throws IOException;
  }

  /**
   * @param applications the programs that run the steps
   * @param err where people read what goes wrong
   * @param command that goes on with a run that was ended, for people
   */
  public Runner(
      Storage storage,
      Applications applications,
      Progress progress,
      PrintWriter err,
      String command) {
    this.storage = storage;
    this.applications = applications;
    this.progress = progress;
    this.err = err;
    this.command = command;
  }

  /**
   * Runs what must run, and returns when all is done or a step has failed. When this process is
   * asked to end, the job is ended too, and its finished steps are kept.
   *
   * @param wait how long to wait for another run of this pipeline; zero refuses at once
   * @throws IllegalStateException if another run of this pipeline is at work
   * @throws IOException if the run directory cannot be read or written
   */
  public RunOutcome run(Planning planning, Duration wait) throws IOException {
    PlannedRun first = planning.plan();
    Path folder = first.directory().root().getParent();
    RunLock lock =
        RunLock.take(storage, folder, first.plan().runId(), wait, owner -> tell(owner, wait));
    RunSession session;
    try {
      // Another run may have ended between the plan and the lock.
      PlannedRun planned = planning.plan();
      lock.name(planned.plan().runId());
      clear(folder);
      session = new RunSession(planned, lock, progress, err, command);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
    return session.run(applications);
  }

  private void tell(RunLock.Owner owner, Duration wait) {
    err.printf(
        "Waiting up to %d s for %s, at work since %s.%n",
        wait.toSeconds(), owner.text(), owner.since());
    err.flush();
  }

  /** A launcher that was killed cannot end its jobs, nor remove what they need no more. */
  private void clear(Path folder) throws IOException {
    Child.end(Marks.on(folder.toString()));
    Scratch.clean(storage, folder);
  }
}
