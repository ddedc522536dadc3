package io.millrace.spec.network;

/**
 * The learning rate over the steps of training. For the first {@code warmUp} share of all steps it
 * rises from 0 in a straight line; after that, with p from 0 to 1 over the remaining steps, the
 * shape decides.
 *
 * @param rate the highest rate
 * @param warmUp share of all steps, [0, 1)
 * @param factor what {@code STEP} multiplies with, (0, 1)
 * @param drops how often {@code STEP} does so, evenly over the steps
 */
public record Schedule(double rate, Shape shape, double warmUp, double factor, int drops) {
  /** How the rate goes on after the warm-up. */
  public enum Shape {
    /** Stays. */
    CONSTANT,
    /** {@code rate * factor^floor(p * (drops + 1))}. */
    STEP,
    /** {@code rate * (1 + cos(pi p)) / 2} (Loshchilov & Hutter 2017). */
    COSINE
  }

  public Schedule {
    if (!(rate > 0)) {
      throw new IllegalArgumentException(
          "Cannot train with learning-rate = %s (expected a positive number).".formatted(rate));
    }
    if (!(warmUp >= 0 && warmUp < 1)) {
      throw new IllegalArgumentException(
          "Cannot train with warm-up = %s (expected 0 or more, less than 1).".formatted(warmUp));
    }
    if (!(factor > 0 && factor < 1) || drops < 1) {
      throw new IllegalArgumentException(
          "Cannot train with factor = %s and drops = %d (expected a factor between 0 and 1, at least one drop)."
              .formatted(factor, drops));
    }
  }

  /**
   * The rate of one step.
   *
   * @param step from 0
   * @param steps of the whole training
   */
  public double at(long step, long steps) {
    double warm = warmUp * steps;
    if (step < warm) {
      return rate * (step + 1) / (warm + 1);
    }
    double p = Math.min(1, (step - warm) / Math.max(1, steps - warm));
    return switch (shape) {
      case CONSTANT -> rate;
      case STEP -> rate * Math.pow(factor, Math.min(drops, Math.floor(p * (drops + 1))));
      case COSINE -> rate * (1 + Math.cos(Math.PI * p)) / 2;
    };
  }
}
