package io.millrace.launcher.models;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace models download}. */
@Command(
    name = "download",
    mixinStandardHelpOptions = true,
    description = "Copy a version's files, verified, to a new local folder.")
final class DownloadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CatalogOptions options;

  @Parameters(
      index = "0",
      paramLabel = "REF",
      description = "team/model@alias or team/model/version.")
  private String reference;

  @Parameters(index = "1", paramLabel = "DIR", description = "A folder that is not there yet.")
  private Path folder;

  @Override
  public Integer call() {
    Path files = options.reader().download(reference, folder);
    spec.commandLine().getOut().println("%s is in %s".formatted(reference, files));
    return CommandLine.ExitCode.OK;
  }
}
