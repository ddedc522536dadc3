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

  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./ -]{0,249}");
  private static final int MOST_LINE_CHARACTERS = 5000;
  private static final int MOST_TEXT_CHARACTERS = 100_000;

  private Names() {}

  static String requireModel(String name) {
    if (!MODEL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Cannot use model name '%s': not allowed (expected team/model, each of 1 to 128 letters, digits, '_' or '-', starting with a letter or digit)."
              .formatted(name));
    }
    return name;
  }

  static String team(String model) {
    return model.substring(0, model.indexOf('/'));
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

  static void requireTag(String key, String value) {
    if (!TAG.matcher(key).matches() || key.contains("..") || key.contains("//")) {
      throw new IllegalArgumentException(
          "Cannot use tag '%s': not allowed (expected a letter, digit or '_', then up to 249 of those and of '.', '/', '-' and spaces)."
              .formatted(key.replaceAll("\\p{Cntrl}", "?")));
    }
    requireLength("the value of tag '" + key + "'", value, MOST_LINE_CHARACTERS);
  }

  /** Of any length that a log entry can bear; may be empty. */
  static void requireLength(String what, String text) {
    requireLength(what, text, MOST_TEXT_CHARACTERS);
  }

  private static void requireLength(String what, String text, int most) {
    if (text.length() > most) {
      throw new IllegalArgumentException(
          "Cannot write %s to the catalog: it has %,d characters (expected at most %,d)."
              .formatted(what, text.length(), most));
    }
  }

  static String requireText(String what, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(
          "Cannot write to the catalog: the %s is empty (expected some text).".formatted(what));
    }
    requireLength("the " + what, value, MOST_LINE_CHARACTERS);
    return value;
  }
}
