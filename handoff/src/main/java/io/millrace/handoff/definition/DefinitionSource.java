package io.millrace.handoff.definition;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A definition's text after includes, overrides and substitutions, with the lines it came from. */
final class DefinitionSource {
  private static final Pattern UNRESOLVED = Pattern.compile("\\$\\{([^}?]+)}");
  private static final Pattern LINE = Pattern.compile("^(.*?): (\\d+): ", Pattern.DOTALL);

  private final String file;
  private final ConfigObject root;
  private final Locations locations;

  private DefinitionSource(String file, ConfigObject root, Locations locations) {
    this.file = file;
    this.root = root;
    this.locations = locations;
  }

  /** Throws {@link DefinitionException} where there is no tree to look at. */
  static DefinitionSource load(Path file, Map<String, String> overrides) {
    Texts texts = new Texts();
    List<Problem> problems = new ArrayList<>();
    Config parsed = parse(texts, file);
    Config outside = Overrides.parse(overrides, problems);
    Config resolved =
        problems.isEmpty()
            ? resolve(outside.withFallback(parsed), file, texts, problems)
            : ConfigFactory.empty();
    if (!problems.isEmpty()) {
      throw new DefinitionException(file.toString(), problems, null);
    }
    ConfigObject root = withoutVariables(resolved.root(), parsed);
    return new DefinitionSource(
        file.toString(), root, new Locations(file.toString(), texts, parsed.root(), root));
  }

  String file() {
    return file;
  }

  ConfigObject root() {
    return root;
  }

  Locations locations() {
    return locations;
  }

  private static Config parse(Texts texts, Path file) {
    if (!Files.isRegularFile(file)) {
      throw failure(
          file,
          new Problem(
              file.toString(),
              0,
              "",
              "Cannot read the definition: there is no such file (expected a HOCON file)."),
          null);
    }
    try {
      return texts.parse(file);
    } catch (ConfigException e) {
      throw failure(file, located(e, file, texts, prefix(e)), e);
    } catch (CharacterCodingException e) {
      String message = "Cannot read the definition: it is not UTF-8 text.";
      throw failure(file, new Problem(file.toString(), 0, "", message), e);
    } catch (IOException e) {
      String message = "Cannot read the definition: %s.".formatted(e.getMessage());
      throw failure(file, new Problem(file.toString(), 0, "", message), e);
    }
  }

  /** Resolving stops at the first substitution that is not set; a stand-in lets it go on. */
  private static Config resolve(Config config, Path file, Texts texts, List<Problem> problems) {
    Config current = config;
    while (true) {
      try {
        return current.resolve();
      } catch (ConfigException.UnresolvedSubstitution e) {
        String name = unresolvedName(e);
        if (name == null || current.hasPathOrNull(standIn(name))) {
          problems.add(located(e, file, texts, "Cannot resolve a substitution: "));
          return current;
        }
        Problem at = located(e, file, texts, "");
        problems.add(
            new Problem(
                at.file(),
                at.line(),
                name,
                "Cannot resolve ${%s}: nothing sets it (expected a key of the file, an environment variable or --set %s=...)."
                    .formatted(name, name)));
        current =
            current.withFallback(ConfigFactory.parseMap(Map.of(name, "-", standIn(name), "-")));
      } catch (ConfigException e) {
        problems.add(located(e, file, texts, "Cannot resolve the definition: "));
        return current;
      }
    }
  }

  private static String standIn(String name) {
    return "stand-in." + name;
  }

  private static @Nullable String unresolvedName(ConfigException e) {
    Matcher name = UNRESOLVED.matcher(String.valueOf(e.getMessage()));
    return name.find() ? name.group(1) : null;
  }

  private static String prefix(ConfigException e) {
    return e instanceof ConfigException.IO ? "" : "Cannot parse this as HOCON: ";
  }

  private static Problem located(ConfigException e, Path file, Texts texts, String prefix) {
    String message = String.valueOf(e.getMessage());
    Matcher line = LINE.matcher(message);
    String where = file.toString();
    int number = 0;
    if (line.find()) {
      where = line.group(1);
      number = texts.line(where, Integer.parseInt(line.group(2)));
      message = message.substring(line.end());
    } else if (message.startsWith(where + ": ")) {
      message = message.substring(where.length() + 2);
    }
    // The library names the wrong bracket.
    message =
        message.replace(
            "expecting a close parentheses ')' here, not: end of file",
            "the file ends before a closing brace '}'");
    return new Problem(where, number, "", prefix + message + (message.endsWith(".") ? "" : "."));
  }

  private static DefinitionException failure(
      Path file, Problem problem, @Nullable Throwable cause) {
    return new DefinitionException(file.toString(), List.of(problem), cause);
  }

  /** A root key from outside that the file substitutes is a variable, no key of the definition. */
  private static ConfigObject withoutVariables(ConfigObject root, Config parsed) {
    String text = parsed.root().render(ConfigRenderOptions.concise());
    ConfigObject kept = root;
    for (Map.Entry<String, ConfigValue> entry : root.entrySet()) {
      String name = ConfigUtil.joinPath(entry.getKey());
      boolean substituted =
          text.matches("(?s).*\\$\\{\\??" + Pattern.quote(name) + "[.}].*")
              && !parsed.root().containsKey(entry.getKey());
      if (substituted) {
        kept = kept.withoutKey(entry.getKey());
      }
    }
    return kept;
  }
}
