package io.millrace.launcher.create;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A way to write times.
 *
 * @param pattern as a definition has it; null where it is ISO-8601, which needs none
 */
record TimeFormat(@Nullable String pattern, DateTimeFormatter formatter, boolean clock) {
  private static final List<String> DAYS =
      List.of(
          "dd.MM.yyyy",
          "d.M.yyyy",
          "MM/dd/yyyy",
          "M/d/yyyy",
          "dd/MM/yyyy",
          "d/M/yyyy",
          "yyyy/MM/dd",
          "dd-MM-yyyy",
          "dd-MMM-yyyy");
  private static final List<String> CLOCKS = List.of("HH:mm", "HH:mm:ss", "H:mm");

  /** Those that are tried, the usual ones first. */
  static final List<TimeFormat> ALL = all();

  private static List<TimeFormat> all() {
    List<TimeFormat> all = new ArrayList<>();
    all.add(new TimeFormat(null, iso("yyyy-MM-dd"), false));
    String time = "yyyy-MM-dd%sHH:mm[:ss[.SSSSSSSSS][.SSSSSS][.SSS]]['Z']";
    all.add(new TimeFormat(null, iso(time.formatted("'T'")), true));
    all.add(new TimeFormat(null, iso(time.formatted(" ")), true));
    for (String day : DAYS) {
      all.add(new TimeFormat(day, iso(day), false));
      CLOCKS.forEach(c -> all.add(new TimeFormat(day + " " + c, iso(day + " " + c), true)));
    }
    return List.copyOf(all);
  }

  private static DateTimeFormatter iso(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
  }

  boolean reads(String text) {
    return time(text).isPresent();
  }

  /** The time that the text names, or the start of the day. */
  Optional<LocalDateTime> time(String text) {
    // Parsing by exception would take most of the time for columns that hold no times.
    if (text.length() < 8 || text.length() > 32 || !Character.isDigit(text.charAt(0))) {
      return Optional.empty();
    }
    try {
      TemporalAccessor parsed = formatter.parse(text.strip());
      LocalDate day = parsed.query(TemporalQueries.localDate());
      LocalTime at = parsed.query(TemporalQueries.localTime());
      return day == null
          ? Optional.empty()
          : Optional.of(at == null ? day.atStartOfDay() : day.atTime(at));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
