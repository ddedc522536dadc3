package io.millrace.spec.target;

/** What a model predicts. */
public enum Task {
  BINARY,
  MULTICLASS,
  REGRESSION
}
