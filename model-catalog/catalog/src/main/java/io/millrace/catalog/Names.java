package io.millrace.catalog;

import java.util.Locale;
import java.util.regex.Pattern;

/** The rules for names of models and aliases. */
final class Names {
  private static final String PART = "[A-Za-z0-9][A-Za-z0-9_-]{0,127}";
  private static final Pattern MODEL = Pattern.compile(PART + "/" + PART);
  private static final Pattern ALIAS = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,254}");
  // MLflow's clients give these a meaning of their own.
  private static final Pattern RESERVED_ALIAS = Pattern.compile("latest|v\\d+");

  private Names() {}

  static String requireModel(String name) {
    if (!MODEL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Cannot use model name '%s': not allowed (expected team/model, each of 1 to 128 letters, digits, '_' or '-', starting with a letter or digit)."
              .formatted(name));
    }
    return name;
  }

  static String requireAlias(String alias) {
    if (!ALIAS.matcher(alias).matches()) {
      throw new IllegalArgumentException(
          "Cannot use alias '%s': not allowed (expected a letter, then up to 254 letters, digits, '_' or '-')."
              .formatted(alias));
    }
    if (RESERVED_ALIAS.matcher(alias.toLowerCase(Locale.ROOT)).matches()) {
      throw new IllegalArgumentException(
          "Cannot use alias '%s': 'latest' and 'v' with a number are reserved (expected another name)."
              .formatted(alias));
    }
    return alias;
  }

  static String requireText(String what, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(
          "Cannot write to the catalog: the %s is empty (expected some text).".formatted(what));
    }
    return value;
  }
}
