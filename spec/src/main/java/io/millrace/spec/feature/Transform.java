package io.millrace.spec.feature;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fitted transform: what turns raw values into feature values, with all its constants.
 *
 * <p>The meaning of each kind is given here once; Spark and ONNX implement it to the bit. Numbers
 * are computed in double precision and rounded to float once, at the end. A missing number is null
 * or NaN; a missing text is null or empty; a missing time is null. Index outputs keep 0 for missing
 * and unknown values.
 */
public sealed interface Transform {
  /** The feature's name. */
  String name();

  /** What it gives, in order. */
  List<FeatureOutput> outputs();

  /** The raw columns it reads; empty for a cross. */
  List<String> columns();

  /**
   * {@code float((f(missing ? imputed : x) - mean) / scale)} where f is the identity, or with log
   * {@code log(1 + max(x, 0))}; imputed is a raw value.
   */
  record Numeric(String name, String column, boolean log, double imputed, double mean, double scale)
      implements Transform {
    @Override
    public List<FeatureOutput> outputs() {
      return List.of(FeatureOutput.dense(name));
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /** {@code missing ? 0 : 1 + count(edges <= x)}; edges ascend strictly. */
  record Bins(String name, String column, List<Double> edges) implements Transform {
    public Bins {
      edges = List.copyOf(edges);
    }

    @Override
    public List<FeatureOutput> outputs() {
      return List.of(FeatureOutput.index(name, edges.size() + 2));
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /**
   * {@code 1 + position in the vocabulary}, 0 where it is not there. Whole numbers are compared by
   * value and booleans as {@code true} and {@code false}; both stand as text here.
   */
  record Index(String name, String column, List<String> vocabulary) implements Transform {
    public Index {
      vocabulary = List.copyOf(vocabulary);
    }

    @Override
    public List<FeatureOutput> outputs() {
      return List.of(FeatureOutput.index(name, vocabulary.size() + 1));
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /**
   * {@code missing ? 0 : 1 + murmur3(text) mod buckets}: Murmur3 x86 32-bit over the UTF-8 bytes
   * with this seed, taken as an unsigned number.
   */
  record Hash(String name, String column, int buckets, int seed) implements Transform {
    @Override
    public List<FeatureOutput> outputs() {
      return List.of(FeatureOutput.index(name, buckets + 1));
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /** {@code missing ? 0 : 1 + part}, by the proleptic Gregorian calendar. */
  record Part(String name, String column, DatePart part) implements Transform {
    @Override
    public List<FeatureOutput> outputs() {
      return List.of(FeatureOutput.index(name, part.size() + 1));
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /**
   * {@code float(sin(a)), float(cos(a))} with {@code a = 2 pi part / size}, named {@code
   * <name>_sin} and {@code <name>_cos}; missing is (0, 0).
   */
  record Cyclic(String name, String column, DatePart part) implements Transform {
    @Override
    public List<FeatureOutput> outputs() {
      return List.of(FeatureOutput.dense(name + "_sin"), FeatureOutput.dense(name + "_cos"));
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /**
   * A combination of index features (all before it in the plan). With cardinalities c1, c2, ... the
   * code is {@code (i1 * c2 + i2) * c3 + ...}. Without buckets: {@code 1 + position of the code in
   * codes}, 0 where it is not there. With buckets: {@code 1 + ((code * 2654435761 mod 2^31) mod
   * buckets)} in 64-bit arithmetic that wraps, mod being never negative.
   *
   * @param cardinalities of the features, in their order
   * @param codes ascending; empty with buckets
   */
  record Cross(
      String name,
      List<String> of,
      List<Integer> cardinalities,
      List<Long> codes,
      @Nullable Integer buckets)
      implements Transform {
    public Cross {
      of = List.copyOf(of);
      cardinalities = List.copyOf(cardinalities);
      codes = List.copyOf(codes);
    }

    @Override
    public List<FeatureOutput> outputs() {
      return List.of(FeatureOutput.index(name, (buckets == null ? codes.size() : buckets) + 1));
    }

    @Override
    public List<String> columns() {
      return List.of();
    }
  }

  /**
   * {@code index:value index:value ...} as columns and values, with single blanks between the
   * entries and indices that ascend from 0 to width - 1; missing is none of them. A value is read
   * as a double; with normalise it is {@code float(value / sum of the row's values)}, or 0 where
   * the sum is 0, otherwise {@code float(value)}. It has no fitted constants and no form in ONNX,
   * where text of any length cannot be taken apart: an exported model takes what this gives.
   */
  record Sparse(String name, String column, int width, boolean normalise) implements Transform {
    @Override
    public List<FeatureOutput> outputs() {
      return List.of(FeatureOutput.sparse(name, width));
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }
}
