package io.millrace.launcher.models;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace models alias}. */
@Command(
    name = "alias",
    mixinStandardHelpOptions = true,
    description = "Point an alias to a version, also back to an older one.")
final class AliasCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CatalogOptions options;

  @Parameters(index = "0", paramLabel = "NAME", description = "team/model.")
  private String name;

  @Parameters(index = "1", paramLabel = "ALIAS", description = "Such as champion.")
  private String alias;

  @Parameters(index = "2", paramLabel = "VERSION", description = "Its number.")
  private int version;

  @Option(
      names = "--reason",
      defaultValue = "moved by hand",
      description = "Goes into the history (default: ${DEFAULT-VALUE}).")
  private String reason;

  @Override
  public Integer call() {
    options.open().moveAlias(name, alias, version, reason);
    spec.commandLine().getOut().println("%s@%s is version %d.".formatted(name, alias, version));
    return CommandLine.ExitCode.OK;
  }
}
