package io.millrace.server.web;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Numbers, sizes and times as pages show them. */
final class Words {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String NONE = "–";

  private Words() {}

  /** With four decimals, or as many digits as tell something of a large or small one. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return NONE;
    }
    double size = Math.abs(value);
    if (size >= 1000 && size < 1e9) {
      return String.format(Locale.ROOT, "%,.1f", value);
    }
    return size == 0 || (size >= 0.001 && size < 1000)
        ? String.format(Locale.ROOT, "%.4f", value)
        : String.format(Locale.ROOT, "%.3g", value);
  }

  /** On an axis: with the decimals that tell it from its neighbours. */
  static String tick(double value, double step) {
    int decimals = (int) Math.max(0, Math.min(9, -Math.floor(Math.log10(step) + 1e-9)));
    // No "-0.0".
    return String.format(Locale.ROOT, "%,." + decimals + "f", value + 0.0);
  }

  /** With its sign. */
  static String change(double value) {
    return Double.isNaN(value) ? NONE : (value > 0 ? "+" : "") + number(value);
  }

  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** With the word for one or for several. */
  static String count(long value, String one, String several) {
    return count(value) + " " + (value == 1 ? one : several);
  }

  static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double size = bytes;
    String unit = "B";
    for (String larger : new String[] {"KB", "MB", "GB", "TB"}) {
      if (size < 1024) {
        break;
      }
      size /= 1024;
      unit = larger;
    }
    return String.format(Locale.ROOT, "%.1f %s", size, unit);
  }

  /** To the minute; what is no time, as it is. */
  static String time(String iso) {
    try {
      return TIME.format(Instant.parse(iso));
    } catch (DateTimeParseException e) {
      return iso;
    }
  }

  /** Short enough for a box: of a name its end tells most. */
  static String tail(String text, int most) {
    return text.length() <= most ? text : "…" + text.substring(text.length() - most + 1);
  }

  /** The head of a text that may be long. */
  static String head(String text, int most) {
    String line = text.lines().findFirst().orElse("");
    int end = Math.min(line.length(), most - 1);
    // A character of two halves must not lose one of them.
    end -=
        end > 0 && end < line.length() && Character.isHighSurrogate(line.charAt(end - 1)) ? 1 : 0;
    boolean whole = line.length() <= most && line.length() == text.strip().length();
    return whole ? line : line.substring(0, Math.min(end, line.length())) + "…";
  }
}
