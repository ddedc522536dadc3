package io.millrace.network;

import io.millrace.spec.feature.DatePart;
import io.millrace.spec.feature.FeatureOutput;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A plan with every kind of transform, and rows with every kind of oddity. */
final class Samples {
  static final List<Column> COLUMNS =
      List.of(
          new Column("text", ColumnType.STRING),
          new Column("flag", ColumnType.BOOLEAN),
          new Column("count", ColumnType.INT),
          new Column("number", ColumnType.LONG),
          new Column("ratio", ColumnType.FLOAT),
          new Column("amount", ColumnType.DOUBLE),
          new Column("time", ColumnType.TIMESTAMP),
          new Column("day", ColumnType.DATE));

  private static final List<String> WORDS =
      List.of("BOS", "Zürich", "東京", "😀 smile", "a", "ab", "abc", "abcd", "#0:Sub", " ");

  private Samples() {}

  static FeaturePlan plan() {
    List<Transform> transforms = new ArrayList<>(numbers());
    transforms.addAll(keys());
    for (DatePart part : DatePart.values()) {
      transforms.add(new Transform.Part("time_" + part, "time", part));
      transforms.add(new Transform.Part("day_" + part, "day", part));
      transforms.add(new Transform.Cyclic("round_" + part, "time", part));
    }
    transforms.addAll(crosses(new FeaturePlan(FeaturePlan.VERSION, COLUMNS, transforms)));
    return new FeaturePlan(FeaturePlan.VERSION, COLUMNS, transforms);
  }

  /** The part of the plan that has small tables. */
  static FeaturePlan planOfNarrowIndices() {
    List<Transform> narrow =
        plan().transforms().stream()
            .filter(t -> t.outputs().get(0).cardinality() <= 32)
            .filter(t -> !(t instanceof Transform.Cross))
            .toList();
    return new FeaturePlan(FeaturePlan.VERSION, COLUMNS, narrow);
  }

  private static List<Transform> numbers() {
    return List.of(
        new Transform.Numeric("amount", "amount", false, 3.7, 1.1, 0.3),
        new Transform.Numeric("amount_plain", "amount", false, -1, 0, 1),
        new Transform.Numeric("amount_log", "amount", true, 2.5, 0.7, 1.9),
        new Transform.Numeric("ratio", "ratio", false, 0.5, 1e-3, 17),
        new Transform.Numeric("count", "count", false, 4, 100.25, 7),
        new Transform.Bins("amount_bins", "amount", List.of(-10.0, -0.5, 0.0, 0.1, 2.5, 1e9)),
        new Transform.Bins("count_bins", "count", List.of(3.0)),
        new Transform.Bins("number_bins", "number", List.of()));
  }

  private static List<Transform> keys() {
    return List.of(
        new Transform.Index("text_index", "text", WORDS.subList(0, 7)),
        new Transform.Index("text_none", "text", List.of()),
        new Transform.Index("flag_index", "flag", List.of("true", "false")),
        new Transform.Index("flag_true", "flag", List.of("true")),
        new Transform.Index("count_index", "count", List.of("0", "-3", "7", "12")),
        new Transform.Index("count_none", "count", List.of()),
        new Transform.Index("number_index", "number", List.of("9007199254740991", "5", "-1")),
        new Transform.Hash("text_hash", "text", 1000, 42),
        new Transform.Hash("text_wide", "text", 100_000_000, -7));
  }

  private static List<Transform> crosses(FeaturePlan plan) {
    Transform.Cross dense = cross(plan, "dense", List.of("text_index", "time_WEEKDAY"));
    Transform.Cross sparse = cross(plan, "sparse", List.of("text_wide", "flag_index"));
    Transform.Cross small = cross(plan, "three", List.of("flag_true", "count_bins", "day_MONTH"));
    Transform.Cross hashed = bucketed(plan, 997, List.of("text_wide", "text_hash", "time_HOUR"));
    Transform.Cross wrapping =
        bucketed(plan, 99_999_989, List.of("text_wide", "text_wide", "text_wide", "text_hash"));
    Transform.Cross none =
        new Transform.Cross("none", dense.of(), dense.cardinalities(), List.of(), null);
    Transform.Cross ofCross =
        new Transform.Cross(
            "of_cross",
            List.of("dense", "flag_index"),
            List.of(dense.codes().size() + 1, 3),
            List.of(0L, 4L, 5L, 7L),
            null);
    return List.of(dense, sparse, small, hashed, wrapping, none, ofCross);
  }

  /** A cross whose codes are those of every other sample row. */
  private static Transform.Cross cross(FeaturePlan plan, String name, List<String> of) {
    List<Integer> sizes = of.stream().map(o -> cardinality(plan, o)).toList();
    TreeSet<Long> codes = new TreeSet<>();
    for (Map<String, Object> row : rows(200, 5)) {
      Map<String, Number> features = Reference.features(plan, row);
      long code = 0;
      for (int i = 0; i < of.size(); i++) {
        code = code * sizes.get(i) + features.get(of.get(i)).longValue();
      }
      codes.add(code);
    }
    List<Long> some = new ArrayList<>(codes);
    List<Long> half =
        IntStream.range(0, some.size()).filter(i -> i % 2 == 0).mapToObj(some::get).toList();
    return new Transform.Cross(name, of, sizes, half, null);
  }

  private static Transform.Cross bucketed(FeaturePlan plan, int buckets, List<String> of) {
    List<Integer> sizes = of.stream().map(o -> cardinality(plan, o)).toList();
    return new Transform.Cross("bucketed_" + buckets, of, sizes, List.of(), buckets);
  }

  private static int cardinality(FeaturePlan plan, String output) {
    return plan.outputs().stream()
        .filter(o -> o.name().equals(output))
        .findFirst()
        .map(FeatureOutput::cardinality)
        .orElseThrow();
  }

  static List<Map<String, Object>> rows(int count, long seed) {
    Random random = new Random(seed);
    return Stream.generate(() -> row(random)).limit(count).toList();
  }

  /** Rows without numbers so large that a score is not finite or far from any other. */
  static List<Map<String, Object>> finiteRows(int count, long seed) {
    List<Map<String, Object>> rows = rows(count, seed);
    rows.forEach(row -> row.computeIfPresent("amount", (c, x) -> moderate((double) x)));
    return rows;
  }

  private static double moderate(double amount) {
    return Math.abs(amount) > 1e3 ? Math.signum(amount) : amount;
  }

  private static Map<String, Object> row(Random random) {
    Map<String, Object> row = new HashMap<>();
    put(row, random, "text", text(random));
    put(row, random, "flag", random.nextBoolean());
    put(row, random, "count", (long) (random.nextInt(20) - 5));
    put(row, random, "number", number(random));
    put(row, random, "ratio", (double) (float) (random.nextGaussian() * 100));
    put(row, random, "amount", amount(random));
    put(row, random, "time", time(random));
    put(row, random, "day", time(random).toLocalDate());
    return row;
  }

  private static void put(Map<String, Object> row, Random random, String column, Object value) {
    if (random.nextInt(10) > 0) {
      row.put(column, value);
    }
  }

  private static String text(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> "";
      case 1 -> "unseen " + random.nextInt();
      case 2 ->
          random
              .ints(random.nextInt(30), 1, 0xd7ff)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      default -> WORDS.get(random.nextInt(WORDS.size()));
    };
  }

  private static long number(Random random) {
    long[] edges = {0, 5, -1, 9007199254740991L, 9007199254740992L, Long.MAX_VALUE, Long.MIN_VALUE};
    return random.nextBoolean() ? edges[random.nextInt(edges.length)] : random.nextLong();
  }

  private static double amount(Random random) {
    double[] odd = {
      Double.NaN,
      -0.0,
      0.0,
      -10,
      -0.5,
      0.1,
      2.5,
      1e9,
      Math.nextDown(2.5),
      Math.nextUp(0.1),
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.MAX_VALUE,
      Double.MIN_VALUE,
      1e300
    };
    return random.nextInt(3) == 0
        ? odd[random.nextInt(odd.length)]
        : Math.exp(random.nextGaussian() * 3) - 1;
  }

  private static LocalDateTime time(Random random) {
    int[] years = {
      -400, -4, 0, 4, 1582, 1600, 1896, 1900, 1904, 1969, 1970, 1999, 2000, 2001, 2100
    };
    int year =
        random.nextBoolean() ? years[random.nextInt(years.length)] : random.nextInt(20_000) - 9_999;
    long day =
        switch (random.nextInt(4)) {
          case 0 -> LocalDate.of(year, 2, 28).toEpochDay() + random.nextInt(3);
          case 1 -> LocalDate.of(year, 12, 30).toEpochDay() + random.nextInt(4);
          default -> LocalDate.of(year, 1, 1).toEpochDay() + random.nextInt(365);
        };
    long milli =
        switch (random.nextInt(4)) {
          case 0 -> 0;
          case 1 -> 86_399_999;
          case 2 -> random.nextInt(1440) * 60_000L - random.nextInt(2);
          default -> random.nextInt(86_400_000);
        };
    long epochMilli = day * 86_400_000 + milli;
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(epochMilli, 1000),
        (int) Math.floorMod(epochMilli, 1000L) * 1_000_000,
        ZoneOffset.UTC);
  }
}
