package io.millrace.spec.feature;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A feature as the definition asks for it, before it is fitted. Every feature but {@link Sparse}
 * has an ONNX form; a missing value never fails a row: numbers are imputed, sparse rows are empty,
 * everything else falls into index 0.
 */
public sealed interface FeatureSpec {
  /** Unique name; outputs of the feature are named after it. */
  String name();

  /** The columns that it reads; empty for a cross, which reads features. */
  List<String> columns();

  /**
   * Whether the feature takes constants from the rows of training, by itself: a cross is fitted
   * besides where one of its features is.
   */
  default boolean fitted() {
    return false;
  }

  /** A number: missing values imputed, then (x - mean) / standard deviation where asked. */
  record Numeric(String name, String column, Impute impute, boolean standardise, boolean log)
      implements FeatureSpec {
    @Override
    public List<String> columns() {
      return List.of(column);
    }

    @Override
    public boolean fitted() {
      return standardise || impute != Impute.ZERO;
    }
  }

  /** Quantile bins of a number; bin index from 1, missing is 0. */
  record Bins(String name, String column, int bins) implements FeatureSpec {
    public Bins {
      between(name, "bins", bins, 2, 256);
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }

    @Override
    public boolean fitted() {
      return true;
    }
  }

  /**
   * Index by falling frequency in the training split, from 1; missing, unseen and rare values are
   * 0.
   */
  record Index(String name, String column, int minCount, int maxSize) implements FeatureSpec {
    public Index {
      between(name, "min-count", minCount, 1, Integer.MAX_VALUE);
      between(name, "max-size", maxSize, 1, 10_000_000);
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }

    @Override
    public boolean fitted() {
      return true;
    }
  }

  /** Murmur3 hash of the text into buckets, from 1; missing is 0. Needs no vocabulary. */
  record Hash(String name, String column, int buckets) implements FeatureSpec {
    public Hash {
      between(name, "buckets", buckets, 2, 100_000_000);
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /** A part of a timestamp or date as an index from 1; missing is 0. */
  record Part(String name, String column, DatePart part) implements FeatureSpec {
    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /** Sine and cosine of 2 pi part / period, two outputs; missing is (0, 0). */
  record Cyclic(String name, String column, DatePart part) implements FeatureSpec {
    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /**
   * The combination of two or more index features. Without buckets, combinations that occur at
   * least minCount times in the training split get an index of their own and all others are 0; with
   * buckets, combinations are hashed by integer arithmetic into 1 to buckets.
   */
  record Cross(String name, List<String> of, int minCount, @Nullable Integer buckets)
      implements FeatureSpec {
    public Cross {
      of = List.copyOf(of);
      between(name, "features", of.size(), 2, 4);
      between(name, "min-count", minCount, 1, Integer.MAX_VALUE);
      if (buckets != null) {
        between(name, "buckets", buckets, 2, 100_000_000);
      }
    }

    @Override
    public List<String> columns() {
      return List.of();
    }

    @Override
    public boolean fitted() {
      return buckets == null;
    }
  }

  /**
   * A row of numbers of which most are 0, as text of {@code index:value} separated by single
   * blanks: indices ascend from 0 to width - 1; missing is all 0.
   *
   * @param normalise whether the values are divided by their sum
   */
  record Sparse(String name, String column, int width, boolean normalise) implements FeatureSpec {
    public Sparse {
      between(name, "width", width, 1, 100_000_000);
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  private static void between(String name, String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "Cannot build feature '%s': %s is %d (expected %d to %d)."
              .formatted(name, what, value, min, max));
    }
  }
}
