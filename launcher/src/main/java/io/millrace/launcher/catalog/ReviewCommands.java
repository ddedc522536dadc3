package io.millrace.launcher.catalog;

import io.millrace.catalog.Lifecycle;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is said of a version, with a reason that stays. */
final class ReviewCommands {
  private ReviewCommands() {}

  /** On one version. */
  abstract static class OnVersion extends CatalogAction {
    @Parameters(index = "0", paramLabel = "NAME", description = "team/model.")
    String name;

    @Parameters(index = "1", paramLabel = "VERSION", description = "Its number.")
    int version;

    @Option(names = "--reason", required = true, description = "Goes into the history.")
    String reason;
  }

  @Command(
      name = "approve",
      mixinStandardHelpOptions = true,
      description =
          "Approve a version that somebody else published, so that protected aliases may move to"
              + " it.")
  static final class Approve extends OnVersion {
    @Option(
        names = "--alias",
        paramLabel = "ALIAS",
        description = "An alias that moves to it at once, such as champion. Repeatable.")
    private List<String> aliases = new ArrayList<>();

    @Override
    public Integer call() {
      catalog().curator().approve(name, version, reason, aliases);
      return done(
          "Version %d of %s is approved%s.",
          version, name, aliases.isEmpty() ? "" : " and is now " + String.join(", ", aliases));
    }
  }

  @Command(
      name = "reject",
      mixinStandardHelpOptions = true,
      description = "Reject a version: no alias may point to it any more.")
  static final class Reject extends OnVersion {
    @Override
    public Integer call() {
      catalog().curator().reject(name, version, reason);
      return done("Version %d of %s is rejected.", version, name);
    }
  }

  @Command(
      name = "retire",
      mixinStandardHelpOptions = true,
      description =
          "Mark a version as deprecated (still served), archived (no alias may point to it), or"
              + " active again. Its files stay.")
  static final class Retire extends OnVersion {
    @Option(
        names = "--as",
        required = true,
        paramLabel = "STATE",
        description = "${COMPLETION-CANDIDATES}.")
    private Lifecycle lifecycle;

    @Override
    public Integer call() {
      catalog().curator().retire(name, version, lifecycle, reason);
      return done("Version %d of %s is %s.", version, name, lifecycle.text());
    }
  }
}
