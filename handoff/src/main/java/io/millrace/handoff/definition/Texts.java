package io.millrace.handoff.definition;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses a file and what it includes, and remembers the lines of each. */
final class Texts {
  private final Map<String, KeyLines> lines = new HashMap<>();

  /** Files in the order in which their parsing ended, so that an included one comes first. */
  private final List<String> files = new ArrayList<>();

  private final Deque<Path> open = new ArrayDeque<>();

  /** Throws ConfigException for bad syntax and IOException for a file that cannot be read. */
  Config parse(Path file) throws IOException {
    KeyLines keyLines = KeyLines.of(Files.readString(file));
    lines.put(file.toString(), keyLines);
    open.push(file.toAbsolutePath().normalize());
    Config config =
        ConfigFactory.parseString(
            keyLines.text(),
            ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setOriginDescription(file.toString())
                .setIncluder(new Includer(file, null)));
    open.pop();
    files.add(file.toString());
    return config;
  }

  /** The line of the original file. */
  int line(String file, int parsedLine) {
    KeyLines known = lines.get(file);
    return known == null || parsedLine < 1 ? parsedLine : known.originalLine(parsedLine);
  }

  /** A number that grows in the order in which keys stand in the files. */
  long order(String file, int parsedLine) {
    return ((long) files.indexOf(file) << 32) + parsedLine;
  }

  private final class Includer implements ConfigIncluder, ConfigIncluderFile {
    private final Path from;
    private final @Nullable ConfigIncluder fallback;

    Includer(Path from, @Nullable ConfigIncluder fallback) {
      this.from = from;
      this.fallback = fallback;
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder other) {
      return fallback == null ? new Includer(from, other) : this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      for (String ending : List.of("", ".conf", ".json")) {
        Path file = from.resolveSibling(what + ending);
        if (Files.isRegularFile(file)) {
          return parsed(file);
        }
      }
      return missing(context, what);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
      Path file = what.isAbsolute() ? what.toPath() : from.resolveSibling(what.toPath());
      return Files.isRegularFile(file) ? parsed(file) : missing(context, what.toString());
    }

    private ConfigObject parsed(Path file) {
      if (open.contains(file.toAbsolutePath().normalize())) {
        throw failure("Cannot include '%s': it is being read already.".formatted(file), null);
      }
      try {
        return parse(file).root();
      } catch (IOException e) {
        throw failure("Cannot include '%s': it cannot be read.".formatted(file), e);
      }
    }

    private ConfigObject missing(ConfigIncludeContext context, String what) {
      if (context.parseOptions().getAllowMissing()) {
        return ConfigFactory.empty().root();
      }
      throw failure("Cannot include '%s': there is no such file.".formatted(what), null);
    }

    private ConfigException failure(String message, @Nullable Throwable cause) {
      return new ConfigException.IO(ConfigOriginFactory.newSimple(from.toString()), message, cause);
    }
  }
}
