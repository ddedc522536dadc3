package io.millrace.spec.network;

/** How a gradient g changes a parameter w, with the rate r of the {@link Schedule}. */
public sealed interface Optimiser {
  /**
   * {@code v = momentum v + g; w -= r v}; decay adds {@code decay w} to g.
   *
   * @param nesterov uses {@code g + momentum v} instead of v (Sutskever et al. 2013)
   */
  record Sgd(double momentum, boolean nesterov, double weightDecay) implements Optimiser {
    public Sgd {
      share("momentum", momentum);
      decay(weightDecay);
    }
  }

  /** Kingma & Ba (2015); decay adds {@code decay w} to g. */
  record Adam(double beta1, double beta2, double epsilon, double weightDecay) implements Optimiser {
    public Adam {
      moments(beta1, beta2, epsilon);
      decay(weightDecay);
    }
  }

  /** Adam with decay apart from the gradient: {@code w -= r decay w} (Loshchilov & Hutter 2019). */
  record AdamW(double beta1, double beta2, double epsilon, double weightDecay)
      implements Optimiser {
    public AdamW {
      moments(beta1, beta2, epsilon);
      decay(weightDecay);
    }
  }

  /** {@code s += g^2; w -= r g / (sqrt(s) + epsilon)} (Duchi et al. 2011). */
  record Adagrad(double epsilon, double weightDecay) implements Optimiser {
    public Adagrad {
      positive("epsilon", epsilon);
      decay(weightDecay);
    }
  }

  double weightDecay();

  private static void moments(double beta1, double beta2, double epsilon) {
    share("beta1", beta1);
    share("beta2", beta2);
    positive("epsilon", epsilon);
  }

  private static void share(String key, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "Cannot train with %s = %s (expected 0 or more, less than 1).".formatted(key, value));
    }
  }

  private static void positive(String key, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(
          "Cannot train with %s = %s (expected a positive number).".formatted(key, value));
    }
  }

  private static void decay(double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException(
          "Cannot train with weight-decay = %s (expected 0 or more).".formatted(value));
    }
  }
}
