package io.millrace.spec.network;

/**
 * What training makes small, on average over rows, each times the weight of its class.
 *
 * <p>With the binary task and the label y the score is a logit; with C classes there are C logits.
 */
public sealed interface Loss {
  /**
   * Cross-entropy, binary or of C classes.
   *
   * @param smoothing s: labels become {@code y (1 - s) + s / 2}, or {@code y (1 - s) + s / C}
   *     (Szegedy et al. 2016); [0, 1)
   */
  record CrossEntropy(double smoothing) implements Loss {
    public CrossEntropy {
      if (!(smoothing >= 0 && smoothing < 1)) {
        throw new IllegalArgumentException(
            "Cannot train with label-smoothing = %s (expected 0 or more, less than 1)."
                .formatted(smoothing));
      }
    }
  }

  /** {@code (score - y)^2}, y in standard deviations of the training split. */
  record SquaredError() implements Loss {}

  /**
   * {@code e^2 / 2} for {@code |e| <= delta}, {@code delta (|e| - delta / 2)} beyond (Huber 1964),
   * y in standard deviations of the training split.
   */
  record Huber(double delta) implements Loss {
    public Huber {
      if (!(delta > 0)) {
        throw new IllegalArgumentException(
            "Cannot train with huber-delta = %s (expected a positive number).".formatted(delta));
      }
    }
  }
}
