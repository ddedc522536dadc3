package io.millrace.catalog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A parsed reference: {@code team/model@alias}, {@code team/model/3}, {@code team/model@3} or
 * {@code team/model}, which means its champion. Exactly one of version and alias is set.
 */
record Reference(String model, @Nullable Integer version, @Nullable String alias) {
  static final String DEFAULT_ALIAS = "champion";

  private static final Pattern NUMBERED = Pattern.compile("([^/@]+/[^/@]+)[/@]([0-9]{1,9})");
  private static final Pattern ALIASED = Pattern.compile("([^@]+)@([^@]+)");

  static Reference parse(String text) {
    Matcher numbered = NUMBERED.matcher(text);
    if (numbered.matches()) {
      String model = Names.requireModel(numbered.group(1));
      return new Reference(model, Integer.valueOf(numbered.group(2)), null);
    }
    Matcher aliased = ALIASED.matcher(text);
    if (aliased.matches()) {
      String model = Names.requireModel(aliased.group(1));
      return new Reference(model, null, Names.requireAlias(aliased.group(2)));
    }
    if (text.contains("@") || text.chars().filter(c -> c == '/').count() != 1) {
      throw new IllegalArgumentException(
          "Cannot resolve reference '%s': not understood (expected team/model, team/model@alias or team/model/3)."
              .formatted(text));
    }
    return new Reference(Names.requireModel(text), null, DEFAULT_ALIAS);
  }
}
