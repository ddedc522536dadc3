package io.millrace.spec.feature;

/**
 * A column of prepared training data.
 *
 * @param cardinality for INDEX the number of different values (values are 0 to cardinality - 1); 1
 *     for DENSE
 */
public record FeatureOutput(String name, Kind kind, int cardinality) {
  /** How a network takes the value. */
  public enum Kind {
    /** A float. */
    DENSE,
    /** An int that selects a row of a weight table. */
    INDEX
  }

  public static FeatureOutput dense(String name) {
    return new FeatureOutput(name, Kind.DENSE, 1);
  }

  public static FeatureOutput index(String name, int cardinality) {
    return new FeatureOutput(name, Kind.INDEX, cardinality);
  }
}
