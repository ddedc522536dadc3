package io.millrace.handoff.definition;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An object of the definition whose keys are asked for by name. What is missing or of another type
 * becomes a problem and a stand-in value; {@link #build} then gives nothing. A key that nobody has
 * asked for is unknown.
 */
final class Section {
  private final @Nullable Section parent;
  private final ConfigObject object;
  private final List<String> path;
  private final Problems problems;
  private final Set<String> asked = new LinkedHashSet<>();
  private final Map<String, String> missing = new LinkedHashMap<>();
  private boolean broken;

  private Section(
      @Nullable Section parent, ConfigObject object, List<String> path, Problems problems) {
    this.parent = parent;
    this.object = object;
    this.path = path;
    this.problems = problems;
  }

  static Section root(Problems problems) {
    return new Section(null, problems.source().root(), List.of(), problems);
  }

  List<String> path() {
    return path;
  }

  /** {@code 'features.hour'}, or {@code the definition}. */
  String title() {
    return path.isEmpty() ? "the definition" : "'" + String.join(".", path) + "'";
  }

  /** The last part of the path. */
  String name() {
    return path.get(path.size() - 1);
  }

  Problems problems() {
    return problems;
  }

  /** All keys with a value in the order of the file; asking for them counts as knowing them. */
  List<String> allKeys() {
    asked.addAll(object.keySet());
    return object.keySet().stream()
        .filter(this::has)
        .sorted(problems.source().locations().order(path))
        .toList();
  }

  /** Whether the key has a value other than null. */
  boolean has(String key) {
    return value(key) != null;
  }

  boolean hasEmptyList(String key) {
    return value(key) instanceof ConfigList list && list.isEmpty();
  }

  boolean hasObject(String key) {
    return value(key) instanceof ConfigObject;
  }

  /** The key of an enumeration, its null read as the word null. */
  @Nullable ConfigValue valueOrNull(String key) {
    asked.add(key);
    return object.get(key);
  }

  @Nullable ConfigValue value(String key) {
    ConfigValue value = valueOrNull(key);
    return value == null || value.valueType() == ConfigValueType.NULL ? null : value;
  }

  /** Reads a value that must be there, and goes on with a stand-in where it is not. */
  <T> T required(String key, Kind<T> kind) {
    return need(key, kind).orElse(kind.standIn());
  }

  /** Reads a value that must be there; empty, with a problem, where it is missing or wrong. */
  <T> Optional<T> need(String key, Kind<T> kind) {
    ConfigValue value = value(key);
    if (value == null) {
      missing(key, kind.expected());
      return Optional.empty();
    }
    return converted(List.of(key), value, kind);
  }

  /** Reads a value that may be left out. */
  <T> T optional(String key, Kind<T> kind, T otherwise) {
    ConfigValue value = value(key);
    return value == null ? otherwise : converted(List.of(key), value, kind).orElse(kind.standIn());
  }

  /** Reads a value that may be left out, null then. */
  <T> @Nullable T optional(String key, Kind<T> kind) {
    ConfigValue value = value(key);
    return value == null ? null : converted(List.of(key), value, kind).orElse(null);
  }

  /** Reads a value that is there, its null as the word null. */
  <T> Optional<T> part(String key, Kind<T> kind) {
    ConfigValue value = valueOrNull(key);
    return value == null ? Optional.empty() : converted(List.of(key), value, kind);
  }

  /** Makes a record from one value; what it refuses is a problem of that key. */
  <T> Optional<T> made(String key, Supplier<T> record) {
    try {
      return Optional.of(record.get());
    } catch (IllegalArgumentException e) {
      problem(List.of(key), "%s", e.getMessage());
      return Optional.empty();
    }
  }

  /** Reads a list whose elements are all of one kind. */
  <T> Optional<List<T>> list(String key, Kind<T> kind) {
    ConfigValue value = value(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof ConfigList list)) {
      wrongType(List.of(key), value, "a list");
      return Optional.of(List.of());
    }
    List<T> elements = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      converted(List.of(key, "[" + i + "]"), list.get(i), kind).ifPresent(elements::add);
    }
    return Optional.of(elements);
  }

  <T> List<T> requiredList(String key, Kind<T> kind) {
    Optional<List<T>> list = list(key, kind);
    if (list.isEmpty()) {
      missing(key, "a list");
    }
    return list.orElse(List.of());
  }

  /** The object under a key; empty, with a problem, where it is missing or no object. */
  Optional<Section> section(String key) {
    if (value(key) == null) {
      missing(key, "an object");
    }
    return optionalSection(key);
  }

  Optional<Section> optionalSection(String key) {
    ConfigValue value = value(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof ConfigObject child)) {
      wrongType(List.of(key), value, "an object");
      return Optional.empty();
    }
    return Optional.of(new Section(this, child, Locations.append(path, key), problems));
  }

  /** Ends the reading: unknown keys are problems; a sound section gives its record. */
  <T> Optional<T> build(Supplier<T> record) {
    close();
    if (broken) {
      return Optional.empty();
    }
    try {
      return Optional.of(record.get());
    } catch (IllegalArgumentException e) {
      problem(List.of(), "%s", e.getMessage());
      return Optional.empty();
    }
  }

  /** Reports the keys that were not asked for, and those that are missing. */
  void close() {
    for (String key : unknown()) {
      unknown(key);
    }
    reportMissing();
  }

  /** Ends the reading of a section whose other keys cannot be judged. */
  void abandon() {
    for (String key : unknown()) {
      if (Nearest.to(key, missing.keySet()).isPresent()) {
        unknown(key);
      }
    }
    reportMissing();
  }

  private List<String> unknown() {
    return object.keySet().stream().filter(key -> !asked.contains(key)).toList();
  }

  private void unknown(String key) {
    problems.add(
        Locations.append(path, key),
        "Unknown key '%s' in %s %s.",
        key,
        title(),
        Nearest.expected(key, asked));
  }

  private void missing(String key, String expected) {
    missing.put(key, expected);
    breakUp();
  }

  /** A key that is there with a typo was reported as unknown. */
  private void reportMissing() {
    List<String> meant =
        unknown().stream().flatMap(key -> Nearest.to(key, asked).stream()).toList();
    missing.forEach(
        (key, expected) -> {
          if (!meant.contains(key)) {
            problem(
                List.of(),
                "Cannot read %s: the key '%s' is missing (expected %s).",
                title(),
                key,
                expected);
          }
        });
  }

  private void breakUp() {
    for (Section s = this; s != null; s = s.parent) {
      s.broken = true;
    }
  }

  /** Adds a problem of a key below this section. */
  void problem(List<String> below, String format, Object... arguments) {
    List<String> full = new ArrayList<>(path);
    full.addAll(below);
    problems.add(full, format, arguments);
    breakUp();
  }

  private <T> Optional<T> converted(List<String> below, ConfigValue value, Kind<T> kind) {
    Optional<T> read = kind.read(value);
    if (read.isEmpty()) {
      wrongType(below, value, kind.expected(value));
    }
    return read;
  }

  private void wrongType(List<String> below, ConfigValue value, String expected) {
    List<String> full = new ArrayList<>(path);
    full.addAll(below);
    problem(
        below,
        "Cannot read '%s': found %s (expected %s).",
        String.join(".", full).replace(".[", "["),
        Kind.describe(value),
        expected);
  }
}
