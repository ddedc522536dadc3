package io.millrace.handoff.definition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the problems of one definition. */
final class Problems {
  private final DefinitionSource source;
  private final List<Problem> found = new ArrayList<>();

  Problems(DefinitionSource source) {
    this.source = source;
  }

  /** Adds a problem of the key at this path. */
  void add(List<String> path, String message) {
    Locations.Location at = source.locations().of(path);
    found.add(
        new Problem(at.file(), at.line(), String.join(".", path).replace(".[", "["), message));
  }

  /** Adds a problem of a key with a message made by format. */
  void add(List<String> path, String format, Object... arguments) {
    add(path, format.formatted(arguments));
  }

  DefinitionSource source() {
    return source;
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      List<Problem> sorted =
          found.stream()
              .distinct()
              .sorted(
                  Comparator.comparing((Problem p) -> !p.file().equals(source.file()))
                      .thenComparing(Problem::file)
                      .thenComparing(Problem::line))
              .toList();
      throw new DefinitionException(source.file(), sorted, null);
    }
  }
}
