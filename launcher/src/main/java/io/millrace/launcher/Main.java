package io.millrace.launcher;

import io.millrace.launcher.catalog.CatalogCommand;
import io.millrace.launcher.completion.CompletionCommand;
import io.millrace.launcher.install.OwnClassData;
import io.millrace.launcher.models.ModelsCommand;
import io.millrace.launcher.report.ReportCommand;
import io.millrace.launcher.runs.RunsCommand;
import io.millrace.launcher.serve.ServeCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line {@code millrace}. */
@Command(
    name = "millrace",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    description =
        "Batch data and training pipelines, from raw tables to models in a shared catalog.",
    subcommands = {
      DemoCommand.class,
      NewCommand.class,
      PlanCommand.class,
      RunCommand.class,
      ReportCommand.class,
      ScoreCommand.class,
      RunsCommand.class,
      ModelsCommand.class,
      CatalogCommand.class,
      ServeCommand.class,
      DoctorCommand.class,
      CompletionCommand.class,
      CommandLine.HelpCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace demo                                    run the example on 3,000,000 flights",
      "  millrace new customers.csv --label churned       write a first definition for your data",
      "  millrace plan conf/flight-delays.conf            check a definition, show what would run",
      "  millrace run conf/flight-delays.conf --set evaluation.replicates=1000",
      "  millrace run conf/flight-delays.conf --master spark://127.0.0.1:7077",
      "  millrace runs clean --keep 5                     remove old runs that nobody needs",
      "  millrace report flight-delays                    make the report of the newest run again",
      "  millrace models show ops/flight-delay",
      "  millrace catalog approve ops/flight-delay 3 --alias champion --reason 'better on snow'",
      "  millrace serve                                   the catalog over HTTP, for MLflow's clients",
      "  millrace score --model ops/flight-delay@champion --input new.parquet --output scored",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong use or definition, 3 gate failed, 130 Ctrl-C, 143"
          + " SIGTERM."
    })
public final class Main {
  private static final Set<String> LOAD_MUCH = Set.of("demo", "plan", "run");

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show where an error came from.")
  private boolean verbose;

  Main() {}

  public static void main(String[] arguments) {
    // Figures are written alike everywhere; a comma in a style sheet would not even be read.
    Locale.setDefault(Locale.ROOT);
    int code = commandLine().execute(arguments);
    if (code == CommandLine.ExitCode.OK
        && arguments.length > 0
        && LOAD_MUCH.contains(arguments[0])) {
      OwnClassData.keep();
    }
    System.exit(code);
  }

  /** The command line as it runs, for tests too. */
  static CommandLine commandLine() {
    CommandLine command = new CommandLine(new Main());
    command.setExecutionExceptionHandler(new Errors());
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setOut(writer(System.out));
    command.setErr(writer(System.err));
    return command;
  }

  static Main of(CommandLine command) {
    return (Main) command.getCommandSpec().root().userObject();
  }

  boolean isVerbose() {
    return verbose;
  }

  private static PrintWriter writer(java.io.PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }
}
