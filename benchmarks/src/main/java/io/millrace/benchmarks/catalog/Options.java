package io.millrace.benchmarks.catalog;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the command line of the benchmark says.
 *
 * @param root below which catalogs are made; {@link #HDFS} for an HDFS of its own, null for a
 *     temporary local folder
 */
record Options(
    int publishers,
    int publications,
    int kills,
    int versions,
    long seed,
    @Nullable String root,
    @Nullable String only) {
  /** Instead of a URI. */
  static final String HDFS = "hdfs";

  private static final List<String> PARTS = List.of("publish", "kill", "resolve");
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "--publishers", "16",
          "--publications", "2000",
          "--kills", "200",
          "--versions", "10000",
          "--seed", "7",
          "--root", "",
          "--only", "");

  static Options of(String[] arguments) {
    Map<String, String> values = new TreeMap<>(DEFAULTS);
    for (int i = 0; i < arguments.length; i += 2) {
      String name = arguments[i];
      if (!DEFAULTS.containsKey(name) || i + 1 == arguments.length) {
        throw refused(name, "one of " + new TreeMap<>(DEFAULTS).keySet() + ", each with a value");
      }
      values.put(name, arguments[i + 1]);
    }
    String only = values.get("--only");
    if (!only.isEmpty() && !PARTS.contains(only)) {
      throw refused("--only " + only, "one of " + PARTS);
    }
    return new Options(
        number(values, "--publishers"),
        number(values, "--publications"),
        number(values, "--kills"),
        number(values, "--versions"),
        number(values, "--seed"),
        values.get("--root").isEmpty() ? null : values.get("--root"),
        only.isEmpty() ? null : only);
  }

  boolean wants(String part) {
    return only == null || only.equals(part);
  }

  private static int number(Map<String, String> values, String name) {
    String value = values.get(name);
    if (!value.matches("[1-9][0-9]{0,6}")) {
      throw refused(name + " " + value, "a number from 1 to 9999999");
    }
    return Integer.parseInt(value);
  }

  private static IllegalArgumentException refused(String found, String expected) {
    return new IllegalArgumentException(
        "Cannot measure: found '%s' (expected %s).".formatted(found, expected));
  }
}
