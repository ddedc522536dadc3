package io.millrace.handoff.definition;

import io.millrace.spec.target.SplitSpec;
import io.millrace.spec.target.SplitSpec.AtRandom;
import io.millrace.spec.target.SplitSpec.ByTime;
import io.millrace.spec.target.SplitSpec.ByValue;
import io.millrace.spec.target.SplitSpec.Folds;
import io.millrace.spec.target.SplitSpec.TimeRange;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code split}. */
final class SplitReader {
  private static final Kind<String> KINDS = Kind.oneOf("time", "random", "folds", "value");
  private static final long SEED = 1;

  private SplitReader() {}

  static Optional<SplitSpec> split(Section root) {
    return root.section("split").flatMap(SplitReader::readSplit);
  }

  private static Optional<SplitSpec> readSplit(Section section) {
    Optional<String> by = section.need("by", KINDS);
    if (by.isEmpty()) {
      section.abandon();
      return Optional.empty();
    }
    return switch (by.get()) {
      case "time" -> byTime(section);
      case "random" -> atRandom(section);
      case "folds" -> folds(section);
      default -> byValue(section);
    };
  }

  private static Optional<SplitSpec> byTime(Section section) {
    String column = section.required("column", Kind.TEXT);
    List<Optional<TimeRange>> ranges =
        SplitSpec.NAMES.stream()
            .map(name -> section.section(name).flatMap(SplitReader::timeRange))
            .toList();
    return section.build(
        () ->
            new ByTime(
                column,
                ranges.get(0).orElseThrow(),
                ranges.get(1).orElseThrow(),
                ranges.get(2).orElseThrow()));
  }

  private static Optional<TimeRange> timeRange(Section section) {
    var from = section.optional("from", Kind.TIME);
    var to = section.optional("to", Kind.TIME);
    return section.build(() -> new TimeRange(from, to));
  }

  private static Optional<SplitSpec> atRandom(Section section) {
    long seed = section.optional("seed", Kind.LONG, SEED);
    double train = section.required("train", Kind.NUMBER);
    double valid = section.required("valid", Kind.NUMBER);
    double test = section.required("test", Kind.NUMBER);
    @Nullable String group = section.optional("group", Kind.TEXT);
    return section.build(() -> new AtRandom(seed, train, valid, test, group));
  }

  private static Optional<SplitSpec> folds(Section section) {
    int folds = section.required("folds", Kind.WHOLE);
    long seed = section.optional("seed", Kind.LONG, SEED);
    @Nullable String group = section.optional("group", Kind.TEXT);
    return section.build(() -> new Folds(folds, seed, group));
  }

  private static Optional<SplitSpec> byValue(Section section) {
    List<String> columns = columns(section);
    List<String> train = values(section, "train");
    List<String> valid = section.list("valid", Kind.TEXT).orElse(List.of());
    List<String> test = values(section, "test");
    double fraction = section.optional("valid-fraction", Kind.NUMBER, 0.0);
    long seed = section.optional("seed", Kind.LONG, SEED);
    @Nullable String group = section.optional("group", Kind.TEXT);
    if (group != null && fraction == 0) {
      section.problem(
          List.of("group"),
          "Cannot split by value with 'group': nothing is drawn, as 'valid' has values (expected valid-fraction, or no group).");
    }
    return section.build(() -> new ByValue(columns, train, valid, test, fraction, seed, group));
  }

  /** One column, or several of which each gives a split. */
  private static List<String> columns(Section section) {
    if (!section.has("columns")) {
      return List.of(section.required("column", Kind.TEXT));
    }
    if (section.has("column")) {
      section.problem(
          List.of("column"), "Cannot split by both 'column' and 'columns' (expected one of them).");
    }
    // Known, also where it is not wanted.
    section.optional("column", Kind.TEXT);
    return section.requiredList("columns", Kind.TEXT);
  }

  private static List<String> values(Section section, String split) {
    List<String> values = section.requiredList(split, Kind.TEXT);
    if (section.hasEmptyList(split)) {
      section.problem(
          List.of(split),
          "Cannot split by value: the split '%s' has no values (expected at least one).",
          split);
    }
    return values;
  }
}
