package io.millrace.launcher;

import io.millrace.launcher.create.Proposal;
import io.millrace.launcher.create.UnfitDataException;
import io.millrace.launcher.options.HadoopOptions;
import io.millrace.launcher.run.ShellWords;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace new}. */
@Command(
    name = "new",
    mixinStandardHelpOptions = true,
    description =
        "Look at data and write a first definition for it, with comments. Never overwrites a file.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace new customers.csv --label churned",
      "  millrace new data/flights/flights-3m.parquet --label delay --output conf/delays.conf"
    })
final class NewCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HadoopOptions hadoop = new HadoopOptions();

  @Parameters(
      paramLabel = "DATA",
      description = "A file, folder or pattern of CSV, JSON lines or Parquet.")
  private String data;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "The definition to write (default: NAME.conf here).")
  private @Nullable Path output;

  @Option(names = "--label", paramLabel = "COLUMN", description = "The column to predict.")
  private @Nullable String label;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The pipeline's name (default: that of the data).")
  private @Nullable String name;

  @Override
  public Integer call() throws IOException {
    if (output != null && Files.exists(output)) {
      throw there(output);
    }
    Proposal proposal = propose();
    Path file = output != null ? output : Path.of(proposal.name() + ".conf");
    write(file, proposal.text());
    PrintWriter out = spec.commandLine().getOut();
    out.print(proposal.report());
    out.printf("%nWrote %s. Read its comments, then:%n", file);
    out.printf("  %s%n", ShellWords.of(List.of(Terminal.command(), "plan", file.toString())));
    out.flush();
    return ExitCode.DONE;
  }

  private Proposal propose() throws IOException {
    try {
      return Proposal.of(data, label, name, hadoop.hadoop());
    } catch (UnfitDataException e) {
      WrongUseException wrong = new WrongUseException(e.getMessage());
      wrong.initCause(e);
      throw wrong;
    }
  }

  private static void write(Path file, String text) throws IOException {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      WrongUseException wrong = there(file);
      wrong.initCause(e);
      throw wrong;
    } catch (NoSuchFileException e) {
      WrongUseException wrong =
          new WrongUseException(
              "Cannot write '%s': its folder is not there (expected a folder). Make it first."
                  .formatted(file));
      wrong.initCause(e);
      throw wrong;
    }
  }

  private static WrongUseException there(Path file) {
    return new WrongUseException(
        "Cannot write '%s': it is there already (expected a new file). Name another by --output."
            .formatted(file));
  }
}
