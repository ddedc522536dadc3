package io.millrace.launcher;

import io.millrace.launcher.demo.SamplePredictions;
import io.millrace.launcher.install.Installation;
import io.millrace.launcher.run.RunOutcome;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code millrace demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Run conf/flight-delays.conf and conf/airport-evenings.conf on 3,000,000 real flights, then ask the first one's model in the catalog.")
final class DemoCommand implements Callable<Integer> {
  private static final String ROWS = "conf/flight-delays.conf";
  private static final String GRAPH = "conf/airport-evenings.conf";
  private static final int SAMPLE_ROWS = 10;

  @Spec private CommandSpec spec;
  @Mixin private PipelineOptions options;
  @Mixin private WaitOption wait;

  @Override
  public Integer call() throws Exception {
    Installation installation = Installation.current();
    Pipeline rows = read(installation, ROWS);
    Pipeline graph = read(installation, GRAPH);
    RunOutcome outcome = run(rows, installation);
    int code = PipelineRun.exitCode(outcome);
    if (code != ExitCode.DONE) {
      return code;
    }
    code = PipelineRun.exitCode(run(graph, installation));
    if (!options.json() && code != ExitCode.INTERRUPTED) {
      predictions(rows, outcome);
    }
    return code;
  }

  private Pipeline read(Installation installation, String file) throws Exception {
    return Pipeline.read(
        installation.home().resolve(file), installation.home(), installation, options);
  }

  private RunOutcome run(Pipeline pipeline, Installation installation) throws Exception {
    return new PipelineRun(spec.commandLine(), options.json())
        .run(pipeline, installation, wait.duration());
  }

  private void predictions(Pipeline pipeline, RunOutcome outcome) throws Exception {
    String catalog = outcome.planned().plan().catalog();
    String reference = pipeline.definition().publish().model();
    SamplePredictions sample =
        SamplePredictions.of(
            catalog, reference, pipeline.definition().mainTable(), SAMPLE_ROWS, pipeline.storage());
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%n%s says of the first rows of the input:%n%n%s", sample.name(), sample.table());
    out.printf("%nNext:%n  %s models show %s%n", Terminal.command(), reference);
    out.printf("  %s demo   (finds nothing left to do)%n", Terminal.command());
    out.flush();
  }
}
