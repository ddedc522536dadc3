package io.millrace.benchmarks.serve;

import java.util.LinkedHashMap;
import java.util.Map;

/** Arguments {@code --name N}, N from 1, behind the source tree. */
final class Options {
  private Options() {}

  static Map<String, Integer> parse(String[] arguments, Map<String, Integer> defaults) {
    Map<String, Integer> options = new LinkedHashMap<>(defaults);
    for (int i = 1; i < arguments.length; i += 2) {
      String value = i + 1 < arguments.length ? arguments[i + 1] : "";
      if (!defaults.containsKey(arguments[i]) || !value.matches("[1-9][0-9]{0,8}")) {
        System.err.printf(
            "Cannot measure: found '%s %s' (expected one of %s, each with a number from 1).%n",
            arguments[i], value, defaults.keySet().stream().sorted().toList());
        System.exit(2);
      }
      options.put(arguments[i], Integer.valueOf(value));
    }
    return options;
  }
}
