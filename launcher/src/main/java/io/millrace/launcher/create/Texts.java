package io.millrace.launcher.create;

import com.typesafe.config.ConfigUtil;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What texts look like, and how they are written in a definition. */
final class Texts {
  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,18}(\\.0+)?");
  private static final Pattern LEADING_ZERO = Pattern.compile("[+-]?0\\d+");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");
  private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d+(\\.\\d{3})*,\\d+");
  private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
  private static final Pattern BORDERS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[^\\p{L}\\p{N}]+");

  private Texts() {}

  /** A whole number; digits after a zero are a code, such as a postal one. */
  static boolean isWhole(String text) {
    return WHOLE.matcher(text.strip()).matches() && !LEADING_ZERO.matcher(text.strip()).matches();
  }

  static boolean isNumber(String text) {
    return NUMBER.matcher(text.strip()).matches()
        && !LEADING_ZERO.matcher(text.strip()).matches()
        && Double.isFinite(Double.parseDouble(text.strip()));
  }

  static boolean isDecimalComma(String text) {
    return DECIMAL_COMMA.matcher(text.strip()).matches();
  }

  static boolean isTruth(String text) {
    return List.of("true", "false", "yes", "no", "t", "f", "y", "n")
        .contains(text.strip().toLowerCase(Locale.ROOT));
  }

  static boolean isTime(String text) {
    return TimeFormat.ALL.stream().anyMatch(format -> format.reads(text.strip()));
  }

  /** The words of a name in lower case: {@code customerID_2} has customer, id and 2. */
  static List<String> words(String name) {
    return Arrays.stream(BORDERS.split(name, -1))
        .filter(word -> !word.isEmpty())
        .map(word -> word.toLowerCase(Locale.ROOT))
        .toList();
  }

  /** A name of letters, digits and hyphens. */
  static String slug(String name, String otherwise) {
    String slug = name.replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("^[^A-Za-z0-9]+|-+$", "");
    String some = slug.isEmpty() ? otherwise : slug;
    return some.substring(0, Math.min(some.length(), 80));
  }

  /** A key or name of a column, quoted where it has to be. */
  static String key(String name) {
    return PLAIN_KEY.matcher(name).matches() && !List.of("include", "null").contains(name)
        ? name
        : quoted(name);
  }

  static String quoted(String text) {
    return ConfigUtil.quoteString(text);
  }

  /** Text that may stand in a comment: one line, and not too long. */
  static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.codePointCount(0, line.length()) > 40
        ? line.substring(0, line.offsetByCodePoints(0, 37)) + "..."
        : line;
  }
}
