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
  private final Application application;
  private final Progress progress;
  private final PrintWriter err;

  /** Plans against what runs and catalog hold now. */
  public interface Planning {
    PlannedRun plan() throws IOException;
  }

  /**
   * @param application {@code RunSteps}; it is given the run and the steps
   * @param err where people read what goes wrong
   */
  public Runner(Storage storage, Application application, Progress progress, PrintWriter err) {
    this.storage = storage;
    this.application = application;
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
    return session.run(application);
  }
}
