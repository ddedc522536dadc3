package io.millrace.handoff.definition;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes of memory such as {@code 512m}, {@code 4g}, {@code 1.5 GB}; units are powers of 1024. */
final class MemorySize {
  private static final Pattern SIZE =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgt])(?:i?b)?", Pattern.CASE_INSENSITIVE);
  private static final String UNITS = "kmgt";

  private MemorySize() {}

  /** Bytes; nothing for a plain number, which could mean bytes or megabytes. */
  static Optional<Long> bytes(String text) {
    Matcher size = SIZE.matcher(text.strip());
    if (!size.matches()) {
      return Optional.empty();
    }
    int power = UNITS.indexOf(size.group(2).toLowerCase(Locale.ROOT)) + 1;
    BigDecimal bytes = new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(1024).pow(power));
    return Optional.of(bytes)
        .filter(b -> b.compareTo(new BigDecimal(1L << 50)) < 0)
        .map(BigDecimal::longValue);
  }
}
