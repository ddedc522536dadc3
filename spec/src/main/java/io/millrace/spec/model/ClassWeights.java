package io.millrace.spec.model;

/** How the rows of a class count in training. */
public enum ClassWeights {
  /** Every row counts 1. */
  NONE,
  /** rows / (classes * rows of the class), from the training split. */
  BALANCED
}
