package io.millrace.launcher;

import io.millrace.handoff.Json;
import io.millrace.launcher.install.Installation;
import io.millrace.launcher.plan.PlannedRun;
import io.millrace.launcher.run.RunFiles;
import io.millrace.launcher.run.SparkJobs;
import io.millrace.launcher.run.SubmitCommands;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description =
        "Check a definition and its input, and show what would run. Writes nothing, but with --prepare.")
final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private PipelineOptions options;

  @Parameters(paramLabel = "FILE", description = "The pipeline definition.")
  private Path file;

  @Option(
      names = "--prepare",
      description =
          "Also write the run directory, and print the spark-submit command of each step, for a scheduler.")
  private boolean prepare;

  @Override
  public Integer call() throws Exception {
    Installation installation = Installation.current();
    Pipeline pipeline = Pipeline.read(file, Path.of(""), installation, options);
    PlannedRun planned = pipeline.plan();
    List<String> warnings = pipeline.warnings(planned);
    String text =
        options.json()
            ? Json.text(PlanView.of(planned, pipeline.facts(), warnings)) + "\n"
            : PlanReport.text(planned, pipeline.facts(), warnings);
    spec.commandLine().getOut().print(text);
    if (prepare) {
      RunFiles.prepare(planned);
      PrintWriter shown =
          options.json() ? spec.commandLine().getErr() : spec.commandLine().getOut();
      shown.println();
      SubmitCommands.of(planned, new SparkJobs(installation, pipeline.spark(), pipeline.bigdl()))
          .forEach(shown::println);
      shown.flush();
    }
    spec.commandLine().getOut().flush();
    return ExitCode.DONE;
  }
}
