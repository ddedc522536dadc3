package io.millrace.launcher;

import io.millrace.handoff.Json;
import io.millrace.launcher.install.Installation;
import io.millrace.launcher.plan.PlannedRun;
import io.millrace.launcher.run.Interruption;
import io.millrace.launcher.run.Progress;
import io.millrace.launcher.run.RunOutcome;
import io.millrace.launcher.run.RunReport;
import io.millrace.launcher.run.Runner;
import io.millrace.launcher.run.SparkJobs;
import io.millrace.spec.run.RunSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.hadoop.util.ShutdownHookManager;
import picocli.CommandLine;

/** Runs a pipeline and tells how it ended. */
final class PipelineRun {
  private final CommandLine command;
  private final boolean json;
  private final Set<String> warned = new HashSet<>();

  PipelineRun(CommandLine command, boolean json) {
    this.command = command;
    this.json = json;
  }

  /**
   * Runs the pipeline, and ends it in order when this process is asked to end.
   *
   * @param wait how long to wait for another run of this pipeline
   */
  RunOutcome run(Pipeline pipeline, Installation installation, Duration wait) throws IOException {
    Interruption.listen();
    PrintWriter shown = json ? command.getErr() : command.getOut();
    Progress progress = Terminal.progress(shown, json);
    SparkJobs jobs = new SparkJobs(installation, pipeline.spark(), pipeline.bigdl());
    RunOutcome outcome =
        new Runner(
                pipeline.storage(), jobs, progress, command.getErr(), Terminal.commandLine(command))
            .run(() -> plan(pipeline), wait);
    report(outcome);
    return outcome;
  }

  /** A run is planned again when it has its lock; what was said then is not said twice. */
  private PlannedRun plan(Pipeline pipeline) throws IOException {
    PlannedRun planned = pipeline.plan();
    for (String warning : pipeline.warnings(planned)) {
      if (warned.add(warning)) {
        command.getErr().println("Warning: " + warning);
      }
    }
    command.getErr().flush();
    return planned;
  }

  private void report(RunOutcome outcome) {
    if (ShutdownHookManager.get().isShutdownInProgress()) {
      // Whoever ended this process has been told already how to go on.
      return;
    }
    PrintWriter out = command.getOut();
    out.print(json ? Json.text(outcome.summary()) + "\n" : RunReport.text(outcome));
    out.flush();
    String failure = outcome.failure();
    if (failure != null) {
      command.getErr().println(failure);
    }
    if (outcome.gateFailed()) {
      command.getErr().println("The gate failed: the best model was published as rejected.");
    }
    command.getErr().flush();
  }

  static int exitCode(RunOutcome outcome) {
    if (outcome.summary().status().equals(RunSummary.CANCELLED)) {
      return ExitCode.INTERRUPTED;
    }
    if (outcome.failure() != null) {
      return ExitCode.FAILED;
    }
    return outcome.gateFailed() ? ExitCode.GATE_FAILED : ExitCode.DONE;
  }
}
