package io.millrace.handoff.step;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Arguments of a job as {@code --name value} pairs. */
public final class JobArguments {
  private final Map<String, List<String>> values;

  private JobArguments(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * Reads arguments.
   *
   * @param known the names that the job takes, without dashes
   * @throws IllegalArgumentException if one is unknown or has no value
   */
  public static JobArguments parse(String[] arguments, String... known) {
    Map<String, List<String>> values = new HashMap<>();
    List<String> names = List.of(known);
    for (int i = 0; i < arguments.length; i += 2) {
      String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
      if (!names.contains(name) || i + 1 == arguments.length) {
        throw new IllegalArgumentException(
            "Cannot use argument '%s' (expected %s, each with a value)."
                .formatted(arguments[i], dashed(names)));
      }
      values.computeIfAbsent(name, n -> new ArrayList<>()).add(arguments[i + 1]);
    }
    return new JobArguments(values);
  }

  private static List<String> dashed(List<String> names) {
    List<String> dashed = new ArrayList<>();
    names.forEach(name -> dashed.add("--" + name));
    return dashed;
  }

  /** A value that must be given. */
  public String required(String name) {
    return optional(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot start the job: argument '--%s' is missing.".formatted(name)));
  }

  public Optional<String> optional(String name) {
    List<String> given = all(name);
    return given.isEmpty() ? Optional.empty() : Optional.of(given.get(given.size() - 1));
  }

  /** All values of an argument that may be given several times. */
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }
}
