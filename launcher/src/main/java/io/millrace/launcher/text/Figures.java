package io.millrace.launcher.text;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as people read them. */
public final class Figures {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  private Figures() {}

  /** {@code 3,000,000}; a dash for nothing. */
  public static String count(@Nullable Long count) {
    return count == null ? "-" : String.format(Locale.ROOT, "%,d", count);
  }

  /** {@code 1.5 GB}; a unit is 1,000 of the one before it. */
  public static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    String pattern = unit == 0 || value >= 10 ? "%.0f %s" : "%.1f %s";
    return String.format(Locale.ROOT, pattern, value, UNITS[unit]);
  }

  /** {@code 12.3 s}. */
  public static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }

  /** A metric: {@code 0.6653}. */
  public static String metric(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
