package io.millrace.launcher.report;

import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.Storage;
import io.millrace.launcher.options.HadoopOptions;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace report}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Make the report of a run again, from its run directory, and print where it is.",
      "Each run writes it at its end: report.html, one file that needs nothing else to be read."
    })
public final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HadoopOptions hadoop = new HadoopOptions();

  @Parameters(
      paramLabel = "RUN",
      description = "A run id, a run's folder, or a pipeline's name: its newest run.")
  private String run;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Where runs are kept, on any Hadoop file system (default: ./${DEFAULT-VALUE}).")
  private String runs;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Another file than report.html in the run directory.")
  private @Nullable String output;

  @Option(names = "--open", description = "Show it, where there is a desktop.")
  private boolean open;

  @Override
  public Integer call() throws IOException {
    Storage storage = new Storage(hadoop.hadoop());
    Optional<RunDirectory> found = new RunFinder(storage, storage.qualify(runs)).find(run);
    if (found.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              "Cannot report on '%s': there is no such run in '%s' (expected a run id, a run's folder or a pipeline's name). Name the folder of all runs with --runs."
                  .formatted(run, runs));
      return CommandLine.ExitCode.USAGE;
    }
    Path file =
        output == null
            ? Report.write(found.get())
            : Report.write(found.get(), storage.qualify(output));
    String shown = plain(file);
    spec.commandLine().getOut().println(shown);
    if (open) {
      open(shown);
    }
    return CommandLine.ExitCode.OK;
  }

  private void open(String file) {
    try {
      // The desktop's own opener knows the browser; whether there is a desktop it knows too.
      Process opener =
          new ProcessBuilder(List.of("xdg-open", file))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      opener.getOutputStream().close();
    } catch (IOException e) {
      spec.commandLine()
          .getErr()
          .println(
              "Cannot open '%s': there is no xdg-open on this machine (expected a desktop). Open the file by hand."
                  .formatted(file));
    }
  }

  /** A local path as people type it. */
  private static String plain(Path file) {
    String uri = file.toString();
    return uri.startsWith("file:") ? uri.replaceFirst("^file:/+", "/") : uri;
  }
}
