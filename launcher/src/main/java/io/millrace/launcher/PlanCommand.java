package io.millrace.launcher;

import io.millrace.handoff.Json;
import io.millrace.launcher.install.Installation;
import io.millrace.launcher.plan.PlannedRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Check a definition and its input, and show what would run. Writes nothing.")
final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private PipelineOptions options;

  @Parameters(paramLabel = "FILE", description = "The pipeline definition.")
  private Path file;

  @Override
  public Integer call() throws Exception {
    Pipeline pipeline = Pipeline.read(file, Path.of(""), Installation.current(), options);
    PlannedRun planned = pipeline.plan();
    String text =
        options.json()
            ? Json.text(PlanView.of(planned, pipeline.facts())) + "\n"
            : PlanReport.text(planned, pipeline.facts());
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
    return ExitCode.DONE;
  }
}
