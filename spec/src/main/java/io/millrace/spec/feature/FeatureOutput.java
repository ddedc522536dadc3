package io.millrace.spec.feature;

/**
 * A column of prepared training data.
 *
 * @param cardinality for INDEX the number of different values (values are 0 to cardinality - 1);
 *     for SPARSE the width; 1 for DENSE
 */
public record FeatureOutput(String name, Kind kind, int cardinality) {
  /** How a network takes the value. */
  public enum Kind {
    /** A float. */
    DENSE,
    /** An int that selects a row of a weight table. */
    INDEX,
    /**
     * A row of numbers of which most are 0, in two columns: {@code <name>_columns}, ascending ints
     * from 0 to width - 1, and {@code <name>_values}, as many floats.
     */
    SPARSE
  }

  public static FeatureOutput dense(String name) {
    return new FeatureOutput(name, Kind.DENSE, 1);
  }

  public static FeatureOutput index(String name, int cardinality) {
    return new FeatureOutput(name, Kind.INDEX, cardinality);
  }

  public static FeatureOutput sparse(String name, int width) {
    return new FeatureOutput(name, Kind.SPARSE, width);
  }
}
