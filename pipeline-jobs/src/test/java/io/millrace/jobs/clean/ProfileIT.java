package io.millrace.jobs.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.jobs.TestSpark;
import io.millrace.spec.data.ColumnProfile;
import io.millrace.spec.data.ColumnProfile.Quantile;
import io.millrace.spec.data.ColumnProfile.TopValue;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The profile's sketches against the same figures computed from all values. */
class ProfileIT {
  private static final int ROWS = 120_000;
  private static final int DISTINCT = 100_000;
  private static final int PARTITIONS = 5;
  private static final long BEYOND_DOUBLE = 9_007_199_254_740_993L;

  /** The stated errors hold in 95 % of the cases; twice as much is next to never exceeded. */
  private static final double SLACK = 2;

  private static final StructType SCHEMA =
      StructType.fromDDL(
          "amount DOUBLE, share FLOAT, number INT, big LONG, time TIMESTAMP, day DATE, flag BOOLEAN,"
              + " word STRING, key STRING, one STRING, blank STRING, none STRING, nothing DOUBLE");

  private static final List<Row> TABLE = table();
  private static final List<ColumnProfile> PROFILE = new ArrayList<>();
  private static final List<ColumnProfile> BASICS = new ArrayList<>();

  @BeforeAll
  static void profile() {
    Dataset<Row> rows = TestSpark.session().createDataFrame(TABLE, SCHEMA).repartition(PARTITIONS);
    PROFILE.addAll(Profiler.profile(rows, Profiler.Depth.ALL));
    BASICS.addAll(Profiler.profile(rows, Profiler.Depth.BASICS));
  }

  private static List<Row> table() {
    SplittableRandom random = new SplittableRandom(11);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      boolean missing = random.nextInt(20) == 0;
      rows.add(
          RowFactory.create(
              missing ? null : Math.exp(random.nextDouble() * 8) - 100,
              random.nextInt(-500, 500) / 8f,
              missing ? null : random.nextInt(-40, 60) * random.nextInt(1, 4),
              BEYOND_DOUBLE + random.nextInt(1000),
              Instant.ofEpochSecond(random.nextLong(-1_000_000_000L, 1_000_000_000L), 1000L),
              LocalDate.ofEpochDay(random.nextInt(-5000, 5000)),
              random.nextInt(4) == 0,
              "wört " + (int) Math.sqrt(random.nextInt(400)),
              "key " + (i % DISTINCT),
              "same",
              random.nextInt(3) == 0 ? "" : "b",
              null,
              null));
    }
    return rows;
  }

  private static ColumnProfile of(String column) {
    return PROFILE.stream().filter(p -> p.column().equals(column)).findFirst().orElseThrow();
  }

  private static <T> List<T> values(String column, Class<T> type) {
    int i = SCHEMA.fieldIndex(column);
    return TABLE.stream().map(row -> type.cast(row.get(i))).filter(v -> v != null).toList();
  }

  private static List<Double> numbers(String column) {
    return values(column, Number.class).stream().map(Number::doubleValue).toList();
  }

  private static <T> Map<T, Long> counts(Collection<T> values) {
    return values.stream()
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  @Test
  void countsRowsAndMissingValuesExactly() {
    for (String column : SCHEMA.fieldNames()) {
      assertThat(of(column).count()).as(column).isEqualTo(ROWS);
      assertThat(of(column).nulls())
          .as(column)
          .isEqualTo(ROWS - values(column, Object.class).size());
    }
    assertThat(of("amount").nulls()).isPositive();
  }

  @Test
  void computesTheMeanAndDeviationOfNumbers() {
    for (String column : List.of("amount", "share", "number", "big")) {
      List<Double> numbers = numbers(column);
      double mean = numbers.stream().mapToDouble(v -> v).sum() / numbers.size();
      double variance =
          numbers.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum() / numbers.size();
      assertThat(of(column).mean()).as(column).isCloseTo(mean, within(1e-9 * Math.abs(mean)));
      if (!column.equals("big")) {
        double deviation = Math.sqrt(variance);
        assertThat(of(column).stddev()).isCloseTo(deviation, within(1e-9 * deviation));
      }
    }
    assertThat(of("time").mean()).isNull();
    assertThat(of("word").mean()).isNull();
  }

  @Test
  void findsTheExactEnds() {
    assertEnds("amount", values("amount", Double.class));
    assertEnds("number", values("number", Integer.class));
    assertEnds("big", values("big", Long.class));
    assertEnds("day", values("day", LocalDate.class));
    assertEnds("word", values("word", String.class));
    assertEnds("key", values("key", String.class));
    assertThat(of("blank").min()).isEmpty();
    assertThat(of("flag").min()).isEqualTo("false");
    assertThat(of("flag").max()).isEqualTo("true");
    Instant first = values("time", Instant.class).stream().min(Instant::compareTo).orElseThrow();
    assertThat(of("time").min() + "Z").isEqualTo(first.toString());
  }

  private static <T extends Comparable<? super T>> void assertEnds(String column, List<T> values) {
    T min = values.stream().min(Comparable::compareTo).orElseThrow();
    T max = values.stream().max(Comparable::compareTo).orElseThrow();
    assertThat(of(column).min()).isEqualTo(String.valueOf(min));
    assertThat(of(column).max()).isEqualTo(String.valueOf(max));
  }

  @Test
  void estimatesDistinctValuesWithinTheStatedError() {
    for (String column : SCHEMA.fieldNames()) {
      ColumnProfile profile = of(column);
      long exact = values(column, Object.class).stream().distinct().count();
      assertThat(profile.distinct())
          .as(column)
          .isCloseTo(exact, within(SLACK * profile.distinctError() * exact));
      assertThat(profile.distinctError()).isLessThan(0.04);
    }
    assertThat(of("blank").distinct()).isEqualTo(2);
    assertThat(of("one").distinct()).isEqualTo(1);
    assertThat(of("none").distinct()).isZero();
  }

  @Test
  void findsQuantilesWithinTheStatedRankError() {
    for (String column : List.of("amount", "share", "number")) {
      List<Double> numbers = numbers(column);
      for (Quantile quantile : of(column).quantiles()) {
        double value = Double.parseDouble(quantile.value());
        double below = numbers.stream().filter(v -> v < value).count() / (double) numbers.size();
        double upTo = numbers.stream().filter(v -> v <= value).count() / (double) numbers.size();
        double error = SLACK * of(column).quantileError();
        assertThat(quantile.at()).as(column).isBetween(below - error, upTo + error);
      }
      assertThat(of(column).quantiles()).hasSize(7);
      assertThat(of(column).quantileError()).isLessThan(0.01);
    }
    assertThat(LocalDate.parse(of("day").quantiles().get(3).value()))
        .isBetween(LocalDate.ofEpochDay(-300), LocalDate.ofEpochDay(300));
    assertThat(of("word").quantiles()).isEmpty();
  }

  @Test
  void countsTheMostFrequentValuesWithinTheStatedError() {
    assertTop("number", counts(values("number", Integer.class)));
    assertTop("word", counts(values("word", String.class)));
    assertTop("blank", counts(values("blank", String.class)));
    assertTop("flag", counts(values("flag", Boolean.class)));
    assertThat(of("one").top()).containsExactly(new TopValue("same", ROWS));
    for (TopValue value : of("key").top()) {
      assertThat(2L).isBetween(value.count(), value.count() + of("key").topError());
    }
  }

  /** With fewer different values than the sketch has counters it is exact. */
  private static <T> void assertTop(String column, Map<T, Long> exact) {
    assertThat(of(column).topError()).isZero();
    List<Long> most =
        exact.values().stream().sorted((a, b) -> Long.compare(b, a)).limit(10).toList();
    assertThat(of(column).top()).extracting(TopValue::count).isEqualTo(most);
    Map<String, Long> byText =
        exact.entrySet().stream()
            .collect(Collectors.toMap(e -> String.valueOf(e.getKey()), Map.Entry::getValue));
    for (TopValue value : of(column).top()) {
      assertThat(byText).containsEntry(value.value(), value.count());
    }
  }

  @Test
  void saysNothingOfValuesWhereThereAreNone() {
    for (String column : List.of("none", "nothing")) {
      ColumnProfile profile = of(column);
      assertThat(profile.min()).isNull();
      assertThat(profile.max()).isNull();
      assertThat(profile.mean()).isNull();
      assertThat(profile.stddev()).isNull();
      assertThat(profile.quantiles()).isEmpty();
      assertThat(profile.top()).isEmpty();
      assertThat(profile.distinctError()).isZero();
    }
  }

  @Test
  void leavesOutQuantilesAndFrequentValuesOfNumbersWhereOnlyBasicsAreWanted() {
    assertThat(BASICS).hasSameSizeAs(PROFILE);
    assertThat(BASICS.stream().filter(ProfileIT::isSteady).toList())
        .usingRecursiveComparison()
        .withComparatorForType(ProfileIT::nearly, Double.class)
        .isEqualTo(PROFILE.stream().filter(ProfileIT::isSteady).map(ProfileIT::basics).toList());
  }

  /**
   * Whether two scans find the same: the most frequent of very many texts, and the deviation of
   * numbers beyond 2^53, depend on the order in which parts come together.
   */
  private static boolean isSteady(ColumnProfile p) {
    return !p.type().equals("string") && !p.column().equals("big");
  }

  private static ColumnProfile basics(ColumnProfile p) {
    return new ColumnProfile(
        p.column(),
        p.type(),
        p.count(),
        p.nulls(),
        p.distinct(),
        p.distinctError(),
        p.min(),
        p.max(),
        p.mean(),
        p.stddev(),
        List.of(),
        0,
        List.of(),
        0);
  }

  /** Sums of parts depend on the order in which the parts come. */
  private static int nearly(double a, double b) {
    return Math.abs(a - b) <= 1e-9 * Math.abs(b) ? 0 : Double.compare(a, b);
  }
}
