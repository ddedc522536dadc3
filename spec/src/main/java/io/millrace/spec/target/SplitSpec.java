package io.millrace.spec.target;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How rows become train, valid and test, in one split or in several. A row that no split has is a
 * rejected row. The first split is the one whose model is evaluated and published.
 *
 * <p>Where rows are drawn, all rows of a group are drawn together.
 */
public sealed interface SplitSpec {
  /** The parts of a split, in order. */
  List<String> NAMES = List.of("train", "valid", "test");

  /** The names of the splits: their columns, or their numbers from 1. */
  default List<String> names() {
    return List.of("1");
  }

  /** The number of splits. */
  default int count() {
    return names().size();
  }

  /** Whether a hash decides where a row goes, in part at least. */
  default boolean drawn() {
    return false;
  }

  /** The seed of the hash; 0 where nothing is drawn. */
  default long seed() {
    return 0;
  }

  /** The column whose equal values are drawn together; null where none is named. */
  default @Nullable String group() {
    return null;
  }

  /** By a time column. Ranges do not overlap, and train lies before valid, valid before test. */
  record ByTime(String column, TimeRange train, TimeRange valid, TimeRange test)
      implements SplitSpec {
    public ByTime {
      notOverlapping(column, "train", train, "valid", valid);
      notOverlapping(column, "valid", valid, "test", test);
    }

    /** The range of a split. */
    public TimeRange range(String split) {
      return Map.of("train", train, "valid", valid, "test", test).get(split);
    }

    private static void notOverlapping(
        String column, String first, TimeRange a, String second, TimeRange b) {
      if (a.to() == null || b.from() == null || a.to().isAfter(b.from())) {
        throw new IllegalArgumentException(
            "Cannot split by '%s': %s ends at %s and %s begins at %s (expected %s to end before)."
                .formatted(
                    column,
                    first,
                    a.to() == null ? "no time" : a.to(),
                    second,
                    b.from() == null ? "no time" : b.from(),
                    first));
      }
    }
  }

  /** From (inclusive) to (exclusive); either end may be open (null). */
  record TimeRange(@Nullable LocalDateTime from, @Nullable LocalDateTime to) {
    public TimeRange {
      if (from != null && to != null && !from.isBefore(to)) {
        throw new IllegalArgumentException(
            "Cannot use the time range from %s to %s (expected from before to)."
                .formatted(from, to));
      }
    }
  }

  /**
   * At random, seeded, by a hash of the group; without one of what identifies a row, see {@code
   * docs/definition.md}.
   */
  record AtRandom(long seed, double train, double valid, double test, @Nullable String group)
      implements SplitSpec {
    public AtRandom {
      if (!(train > 0 && valid > 0 && test > 0) || Math.abs(train + valid + test - 1) > 1e-9) {
        throw new IllegalArgumentException(
            "Cannot split at random into %s, %s and %s (expected three positive fractions that sum to 1)."
                .formatted(train, valid, test));
      }
    }

    @Override
    public boolean drawn() {
      return true;
    }
  }

  /**
   * Cross-validation: rows are dealt to folds as {@link AtRandom} draws them. In the split of a
   * number the fold of that number is test, the next one valid, and all others are train.
   *
   * @param folds from 3 to {@value #MOST_FOLDS}
   */
  record Folds(int folds, long seed, @Nullable String group) implements SplitSpec {
    private static final int MOST_FOLDS = 100;

    public Folds {
      if (folds < 3 || folds > MOST_FOLDS) {
        throw new IllegalArgumentException(
            "Cannot split into %d folds (expected 3 to %d: one for test, one for valid, the others for train)."
                .formatted(folds, MOST_FOLDS));
      }
    }

    @Override
    public List<String> names() {
      return IntStream.rangeClosed(1, folds).mapToObj(String::valueOf).toList();
    }

    @Override
    public boolean drawn() {
      return true;
    }
  }

  /**
   * By the values of columns, each of which gives a split. Where valid is empty, this fraction of
   * the train rows becomes valid, drawn as {@link AtRandom} does.
   */
  record ByValue(
      List<String> columns,
      List<String> train,
      List<String> valid,
      List<String> test,
      double validFraction,
      long seed,
      @Nullable String group)
      implements SplitSpec {
    public ByValue {
      columns = List.copyOf(columns);
      train = List.copyOf(train);
      valid = List.copyOf(valid);
      test = List.copyOf(test);
      if (columns.isEmpty() || Set.copyOf(columns).size() < columns.size()) {
        throw new IllegalArgumentException(
            "Cannot split by the values of columns %s (expected at least one, each once)."
                .formatted(columns));
      }
      for (String value : train) {
        if (valid.contains(value) || test.contains(value)) {
          throw overlap(columns, value);
        }
      }
      for (String value : valid) {
        if (test.contains(value)) {
          throw overlap(columns, value);
        }
      }
      if (valid.isEmpty() != (validFraction > 0 && validFraction < 1)) {
        throw new IllegalArgumentException(
            "Cannot split by %s: %d values and fraction %s for valid (expected values, or a fraction between 0 and 1)."
                .formatted(quoted(columns), valid.size(), validFraction));
      }
    }

    @Override
    public List<String> names() {
      return columns.size() == 1 ? SplitSpec.super.names() : columns;
    }

    @Override
    public boolean drawn() {
      return valid.isEmpty();
    }

    private static IllegalArgumentException overlap(List<String> columns, String value) {
      return new IllegalArgumentException(
          "Cannot split by %s: the value '%s' belongs to two of train, valid and test (expected one)."
              .formatted(quoted(columns), value));
    }

    private static String quoted(List<String> columns) {
      return "'" + String.join("', '", columns) + "'";
    }
  }
}
