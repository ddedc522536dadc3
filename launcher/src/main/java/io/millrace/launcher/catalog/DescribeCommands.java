package io.millrace.launcher.catalog;

import io.millrace.catalog.ModelCards;
import io.millrace.catalog.VersionEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Texts on models and versions. */
final class DescribeCommands {
  private DescribeCommands() {}

  /** On a model, or on one of its versions. */
  abstract static class OnModel extends CatalogAction {
    private static final Pattern FORM = Pattern.compile("([^/]+/[^/]+)(?:/([0-9]{1,9}))?");

    @Parameters(
        index = "0",
        paramLabel = "NAME",
        description = "team/model, or team/model/version for one of its versions.")
    String name;

    /** The model's own name. */
    final String model() {
      return parts().group(1);
    }

    /** Null where the model itself is meant. */
    final @Nullable Integer version() {
      String number = parts().group(2);
      return number == null ? null : Integer.valueOf(number);
    }

    private Matcher parts() {
      Matcher matcher = FORM.matcher(name);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "Cannot describe '%s': not understood (expected team/model or team/model/version)."
                .formatted(name));
      }
      return matcher;
    }
  }

  @Command(
      name = "describe",
      mixinStandardHelpOptions = true,
      description = "Describe a model or a version; an empty text takes the description away.")
  static final class Describe extends OnModel {
    @Parameters(index = "1", paramLabel = "TEXT", description = "The description.")
    private String text;

    @Override
    public Integer call() {
      Integer version = version();
      if (version == null) {
        catalog().curator().describe(model(), text);
      } else {
        catalog().curator().describe(model(), version, text);
      }
      return done("%s is described.", name);
    }
  }

  @Command(
      name = "tag",
      mixinStandardHelpOptions = true,
      description = "Set a tag of a model or a version; without a value it goes.")
  static final class Tag extends OnModel {
    @Parameters(index = "1", paramLabel = "KEY", description = "The tag's name.")
    private String key;

    @Parameters(index = "2", paramLabel = "VALUE", arity = "0..1", description = "Its value.")
    private @Nullable String value;

    @Override
    public Integer call() {
      Integer version = version();
      if (version == null) {
        catalog().curator().tag(model(), key, value);
      } else {
        catalog().curator().tag(model(), version, key, value);
      }
      return done("%s %s tag '%s'.", name, value == null ? "no longer has" : "now has", key);
    }
  }

  @Command(
      name = "card",
      mixinStandardHelpOptions = true,
      description = "Print a model card, or put a file in as its next revision; none is lost.")
  static final class Card extends CatalogAction {
    @Parameters(
        index = "0",
        paramLabel = "REF",
        description = "team/model@alias or team/model/version.")
    private String reference;

    @Option(names = "--revision", paramLabel = "N", description = "This one (default: the newest).")
    private @Nullable Integer revision;

    @Option(
        names = "--revise",
        paramLabel = "FILE",
        description = "Markdown that becomes the next revision.")
    private @Nullable Path file;

    @Option(
        names = "--reason",
        defaultValue = "revised by hand",
        description = "Goes into the history (default: ${DEFAULT-VALUE}).")
    private String reason;

    @Override
    public Integer call() throws IOException {
      ModelCards cards = catalog().curator().cards();
      if (file == null) {
        out().print(revision == null ? cards.read(reference) : cards.read(reference, revision));
        out().flush();
        return 0;
      }
      VersionEntry version = catalog().resolve(reference);
      int after = revision == null ? version.cards().size() + 1 : revision;
      int written =
          cards.revise(version.name(), version.version(), after, Files.readString(file), reason);
      return done(
          "Revision %d of the card of %s version %d is written.",
          written, version.name(), version.version());
    }
  }
}
