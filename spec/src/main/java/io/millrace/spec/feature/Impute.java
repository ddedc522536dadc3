package io.millrace.spec.feature;

/** What a missing number becomes. */
public enum Impute {
  MEAN,
  MEDIAN,
  ZERO
}
