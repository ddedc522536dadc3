package io.millrace.launcher.run;

import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.RunLock;
import io.millrace.handoff.Storage;
import io.millrace.launcher.plan.PlannedRun;
import io.millrace.launcher.plan.StepDecision;
import java.io.IOException;

/** What stands in a run directory before its first step: all that the jobs read. */
public final class RunFiles {
  private RunFiles() {}

  /**
   * Writes a run that a scheduler will start, step by step.
   *
   * @throws IllegalStateException if a run of this pipeline is at work
   */
  public static void prepare(PlannedRun planned) throws IOException {
    RunDirectory directory = planned.directory();
    try (RunLock lock =
        RunLock.take(directory.storage(), directory.root().getParent(), planned.plan().runId())) {
      write(planned);
      directory.storage().write(directory.preparedMark(), new byte[0]);
    }
  }

  /** Writes definition, plan and the done files of steps that are reused; the lock is held. */
  static void write(PlannedRun planned) throws IOException {
    RunDirectory directory = planned.directory();
    Storage storage = directory.storage();
    storage.fs(directory.root()).mkdirs(directory.root());
    storage.fs(directory.root()).delete(directory.summaryFile(), false);
    storage.fs(directory.root()).delete(directory.preparedMark(), false);
    storage.writeJson(directory.definitionFile(), planned.definition());
    storage.writeJson(directory.planFile(), planned.plan());
    for (StepDecision decision : planned.decisions()) {
      if (decision.reuse() != null) {
        storage.fs(directory.root()).mkdirs(directory.step(decision.step().name()));
        directory.writeDone(decision.reuse());
      }
    }
  }
}
