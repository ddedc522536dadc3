package io.millrace.launcher;

import io.millrace.launcher.install.Installation;
import io.millrace.launcher.run.RunOutcome;
import io.millrace.spec.PipelineDefinition;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Run a definition: only what has changed, and on from where an earlier run was ended.",
      "Exit code 3: all steps are done, but the best model failed its gate;",
      "130 and 143: ended by Ctrl-C and SIGTERM."
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private PipelineOptions options;
  @Mixin private WaitOption wait;

  @Parameters(paramLabel = "FILE", description = "The pipeline definition.")
  private Path file;

  @Override
  public Integer call() throws Exception {
    Installation installation = Installation.current();
    Pipeline pipeline = Pipeline.read(file, Path.of(""), installation, options);
    RunOutcome outcome =
        new PipelineRun(spec.commandLine(), options.json())
            .run(pipeline, installation, wait.duration());
    if (outcome.failure() == null && !options.json()) {
      next(pipeline.definition());
    }
    return PipelineRun.exitCode(outcome);
  }

  private void next(PipelineDefinition definition) {
    String model = definition.publish().model();
    PrintWriter out = spec.commandLine().getOut();
    String command = Terminal.command();
    out.printf("%nNext:%n  %s models show %s%n", command, model);
    if (definition.graph() == null) {
      out.printf("  %s score --model %s@champion --input DATA --output FOLDER%n", command, model);
    }
    out.flush();
  }
}
