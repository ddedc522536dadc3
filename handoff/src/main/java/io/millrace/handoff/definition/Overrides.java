package io.millrace.handoff.definition;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Map;

/** Values that are set from outside, by {@code --set key=value}. */
final class Overrides {
  static final String ORIGIN = "--set ";

  private Overrides() {}

  /** The values as a tree; keys that are no paths are added to the problems. */
  static Config parse(Map<String, String> overrides, List<Problem> problems) {
    Config config = ConfigFactory.empty();
    for (Map.Entry<String, String> override : overrides.entrySet()) {
      String key = override.getKey();
      try {
        ConfigUtil.splitPath(key);
        config = config.withValue(key, value(key, override.getValue()));
      } catch (ConfigException e) {
        problems.add(
            new Problem(
                ORIGIN + key,
                0,
                key,
                "Cannot set '%s': it is not a key (expected names joined by dots, such as label.at-least)."
                    .formatted(key)));
      }
    }
    return config;
  }

  /** Paths and globs are no HOCON: what cannot be read as a HOCON value is taken as it stands. */
  private static ConfigValue value(String key, String text) {
    String origin = ORIGIN + key;
    boolean comment = text.contains("//") || text.contains("#");
    if (!comment || text.matches("\\s*[\"\\[{].*")) {
      try {
        Config parsed =
            ConfigFactory.parseString(
                "v = " + text, ConfigParseOptions.defaults().setOriginDescription(origin));
        if (parsed.root().size() == 1 && parsed.root().containsKey("v")) {
          return parsed.root().get("v");
        }
      } catch (ConfigException e) {
        return ConfigValueFactory.fromAnyRef(text, origin);
      }
    }
    return ConfigValueFactory.fromAnyRef(text, origin);
  }
}
