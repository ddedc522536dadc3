package io.millrace.launcher.run;

import io.millrace.handoff.RunLock;
import io.millrace.handoff.Storage;
import io.millrace.launcher.plan.PlannedRun;
import java.io.IOException;
import java.io.PrintWriter;
import org.apache.hadoop.fs.Path;

/** Runs a planned definition: one run of a pipeline at a time. */
public final class Runner {
  private final Storage storage;
  private final Applications applications;
  private final Progress progress;
  private final PrintWriter err;

  /** Plans against what runs and catalog hold now. */
  public interface Planning {
    PlannedRun plan() throws IOException;
  }

  /**
   * @param applications the programs that run the steps
   * @param err where people read what goes wrong
   */
  public Runner(Storage storage, Applications applications, Progress progress, PrintWriter err) {
    this.storage = storage;
    this.applications = applications;
    this.progress = progress;
    this.err = err;
  }

  /**
   * Runs what must run, and returns when all is done or a step has failed. When this process is
   * asked to end, the job is ended too, and its finished steps are kept.
   *
   * @throws IllegalStateException if another run of this pipeline is at work
   * @throws IOException if the run directory cannot be read or written
   */
  public RunOutcome run(Planning planning) throws IOException {
    PlannedRun first = planning.plan();
    Path folder = first.directory().root().getParent();
    RunLock lock = RunLock.take(storage, folder, first.plan().runId());
    RunSession session;
    try {
      // Another run may have ended between the plan and the lock.
      session = new RunSession(planning.plan(), lock, progress, err);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
    return session.run(applications);
  }
}
