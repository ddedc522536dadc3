package io.millrace.launcher.create;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A split of the rows by one of their times.
 *
 * @param valid from here on rows are of the validation split
 * @param test from here on rows are of the test split
 * @param manyDays whether validation and test have enough days to draw days from
 */
record TimeSplit(ColumnLook column, LocalDateTime valid, LocalDateTime test, boolean manyDays) {
  private static final double TRAIN = 0.7;
  private static final double VALID = 0.15;

  /** Each split has at least this share of the sample. */
  private static final double LEAST = 0.05;

  private static final int DAYS = 5;
  private static final Set<String> NO_EVENT =
      Set.of("birth", "birthday", "birthdate", "born", "dob");
  private static final Set<String> EVENT =
      Set.of("date", "time", "datetime", "timestamp", "day", "created", "ts", "at");

  /** By the column that is named like the time of the event, else by the first that will do. */
  static Optional<TimeSplit> of(List<ColumnLook> columns, LabelChoice label) {
    return columns.stream()
        .filter(c -> c.type().isTemporal() && !c.is(label.column()))
        .filter(c -> Texts.words(c.name()).stream().noneMatch(NO_EVENT::contains))
        .filter(c -> c.present() >= (1 - LEAST) * c.rows())
        .sorted(
            Comparator.comparing(c -> Texts.words(c.name()).stream().noneMatch(EVENT::contains)))
        .flatMap(c -> cut(c).stream())
        .findFirst();
  }

  private static Optional<TimeSplit> cut(ColumnLook column) {
    List<LocalDateTime> times =
        IntStream.range(0, column.rows())
            .mapToObj(column::time)
            .filter(Objects::nonNull)
            .sorted()
            .toList();
    LocalDateTime valid = times.get((int) (times.size() * TRAIN));
    LocalDateTime test = times.get((int) (times.size() * (TRAIN + VALID)));
    if (days(times.stream()) > 2 * DAYS) {
      valid = valid.truncatedTo(ChronoUnit.DAYS);
      test = test.truncatedTo(ChronoUnit.DAYS);
    }
    LocalDateTime from = valid;
    LocalDateTime to = test;
    long train = times.stream().filter(t -> t.isBefore(from)).count();
    long tested = times.stream().filter(t -> !t.isBefore(to)).count();
    double least = Math.max(1, LEAST * times.size());
    if (train < least || tested < least || times.size() - train - tested < least) {
      return Optional.empty();
    }
    boolean many =
        days(times.stream().filter(t -> !t.isBefore(to))) >= DAYS
            && days(times.stream().filter(t -> !t.isBefore(from) && t.isBefore(to))) >= DAYS;
    return Optional.of(new TimeSplit(column, from, to, many));
  }

  private static long days(Stream<LocalDateTime> times) {
    return times.map(LocalDateTime::toLocalDate).distinct().count();
  }

  /** A border as it is written: a day where it is the start of one. */
  static String text(LocalDateTime border) {
    return border.equals(border.toLocalDate().atStartOfDay())
        ? border.toLocalDate().toString()
        : border.toString();
  }
}
