package io.millrace.handoff.definition;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the keys of a definition stand. A path's element {@code [3]} is an element of a list. */
final class Locations {
  /** A file and a line from 1, or 0 where there is none. */
  record Location(String file, int line) {}

  private final String file;
  private final Texts texts;

  /** Before overrides and substitutions: it knows where a key stands, not where its value does. */
  private final ConfigObject written;

  private final ConfigObject resolved;

  Locations(String file, Texts texts, ConfigObject written, ConfigObject resolved) {
    this.file = file;
    this.texts = texts;
    this.written = written;
    this.resolved = resolved;
  }

  /** The place of a key, or of the nearest one above it that has a place. */
  Location of(List<String> path) {
    for (int depth = path.size(); depth > 0; depth--) {
      List<String> part = path.subList(0, depth);
      ConfigValue value = find(resolved, part);
      if (value != null && value.origin().description().startsWith(Overrides.ORIGIN)) {
        return new Location(fileOf(value.origin()), 0);
      }
      ConfigValue found = find(written, part);
      Location location = found == null ? null : lineOf(found);
      if (location == null && value != null) {
        location = lineOf(value);
      }
      if (location != null) {
        return location;
      }
    }
    return new Location(file, 1);
  }

  /** Sorts the keys of the object at this path as they stand in the file. */
  Comparator<String> order(List<String> path) {
    return Comparator.comparingLong(
        (String key) -> {
          List<String> full = append(path, key);
          ConfigValue value = find(written, full);
          if (value == null) {
            value = find(resolved, full);
          }
          return value == null ? Long.MAX_VALUE : position(value);
        });
  }

  static List<String> append(List<String> path, String key) {
    return java.util.stream.Stream.concat(path.stream(), java.util.stream.Stream.of(key)).toList();
  }

  private long position(ConfigValue value) {
    ConfigValue first = firstWithLine(value);
    return first == null
        ? Long.MAX_VALUE
        : texts.order(fileOf(first.origin()), first.origin().lineNumber());
  }

  private @Nullable Location lineOf(ConfigValue value) {
    ConfigValue first = firstWithLine(value);
    if (first == null) {
      return null;
    }
    String where = fileOf(first.origin());
    return where.startsWith(Overrides.ORIGIN)
        ? new Location(where, 0)
        : new Location(where, texts.line(where, first.origin().lineNumber()));
  }

  /** An object that was merged from several places has no line of its own: its first key's. */
  private @Nullable ConfigValue firstWithLine(ConfigValue value) {
    if (value.origin().lineNumber() > 0) {
      return value;
    }
    if (!(value instanceof ConfigObject object)) {
      return null;
    }
    try {
      return object.values().stream()
          .map(this::firstWithLine)
          .filter(v -> v != null)
          .min(
              Comparator.comparingLong(
                  v -> texts.order(fileOf(v.origin()), v.origin().lineNumber())))
          .orElse(null);
    } catch (ConfigException.NotResolved e) {
      return null;
    }
  }

  private static @Nullable ConfigValue find(ConfigObject from, List<String> path) {
    ConfigValue value = from;
    for (String key : path) {
      if (key.startsWith("[")) {
        int index = Integer.parseInt(key.substring(1, key.length() - 1));
        value = value instanceof ConfigList list && index < list.size() ? list.get(index) : null;
      } else {
        value = value instanceof ConfigObject object ? child(object, key) : null;
      }
      if (value == null) {
        return null;
      }
    }
    return value;
  }

  private static @Nullable ConfigValue child(ConfigObject object, String key) {
    try {
      return object.get(key);
    } catch (ConfigException.NotResolved e) {
      return null;
    }
  }

  private static String fileOf(ConfigOrigin origin) {
    return origin.description().replaceFirst(": \\d+(-\\d+)?$", "");
  }
}
