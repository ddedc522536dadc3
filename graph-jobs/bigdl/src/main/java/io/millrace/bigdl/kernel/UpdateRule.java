package io.millrace.bigdl.kernel;

import io.millrace.spec.network.Optimiser;

/**
 * One step of an {@link Optimiser} for parameters side by side. Loops are plain and in single
 * precision, so that Java's compiler uses vector instructions: with millions of parameters this is
 * the longest part of a step that is not divided among cores.
 */
interface UpdateRule {
  /**
   * Changes the weights {@code at + from} to {@code at + to} by their gradients.
   *
   * @param decay of these parameters
   */
  void update(
      int from, int to, float[] weights, int at, float[] gradients, int gradientAt, float decay);

  /**
   * The rule for a step.
   *
   * @param step from 0
   * @param first the optimiser's state, from place 0 of the slice
   * @param second its state, where it has two numbers for a parameter
   */
  static UpdateRule of(Optimiser optimiser, long step, double rate, float[] first, float[] second) {
    if (optimiser instanceof Optimiser.Sgd sgd) {
      return new Momentum((float) rate, (float) sgd.momentum(), sgd.nesterov(), first);
    }
    if (optimiser instanceof Optimiser.Adagrad adagrad) {
      return new Squares((float) rate, (float) adagrad.epsilon(), first);
    }
    if (optimiser instanceof Optimiser.Adam adam) {
      return Moments.of(
          step, rate, adam.beta1(), adam.beta2(), adam.epsilon(), false, first, second);
    }
    if (optimiser instanceof Optimiser.AdamW adam) {
      return Moments.of(
          step, rate, adam.beta1(), adam.beta2(), adam.epsilon(), true, first, second);
    }
    throw new IllegalStateException("Cannot train with optimiser " + optimiser);
  }

  /** Stochastic gradient descent. */
  record Momentum(float rate, float momentum, boolean nesterov, float[] v) implements UpdateRule {
    @Override
    public void update(
        int from, int to, float[] weights, int at, float[] gradients, int gradientAt, float decay) {
      float again = nesterov ? momentum : 1;
      float direct = nesterov ? 1 : 0;
      for (int i = from; i < to; i++) {
        float g = gradients[gradientAt + i] + decay * weights[at + i];
        float sum = momentum * v[i] + g;
        v[i] = sum;
        weights[at + i] -= rate * (direct * g + again * sum);
      }
    }
  }

  /** Adagrad. */
  record Squares(float rate, float epsilon, float[] sums) implements UpdateRule {
    @Override
    public void update(
        int from, int to, float[] weights, int at, float[] gradients, int gradientAt, float decay) {
      for (int i = from; i < to; i++) {
        float g = gradients[gradientAt + i] + decay * weights[at + i];
        float sum = sums[i] + g * g;
        sums[i] = sum;
        weights[at + i] -= rate * g / ((float) Math.sqrt(sum) + epsilon);
      }
    }
  }

  /**
   * Adam and AdamW, with the corrections of both moments in the rate and the root.
   *
   * @param apart whether decay is apart from the gradient
   */
  record Moments(
      float rate,
      float corrected,
      float root,
      float beta1,
      float beta2,
      float rest1,
      float rest2,
      float epsilon,
      boolean apart,
      float[] first,
      float[] second)
      implements UpdateRule {
    static Moments of(
        long step,
        double rate,
        double beta1,
        double beta2,
        double epsilon,
        boolean apart,
        float[] first,
        float[] second) {
      return new Moments(
          (float) rate,
          (float) (rate / (1 - Math.pow(beta1, step + 1))),
          (float) (1 / Math.sqrt(1 - Math.pow(beta2, step + 1))),
          (float) beta1,
          (float) beta2,
          (float) (1 - beta1),
          (float) (1 - beta2),
          (float) epsilon,
          apart,
          first,
          second);
    }

    @Override
    public void update(
        int from, int to, float[] weights, int at, float[] gradients, int gradientAt, float decay) {
      float inGradient = apart ? 0 : decay;
      float beside = apart ? rate * decay : 0;
      for (int i = from; i < to; i++) {
        float w = weights[at + i];
        float g = gradients[gradientAt + i] + inGradient * w;
        float mean = beta1 * first[i] + rest1 * g;
        first[i] = mean;
        float square = beta2 * second[i] + rest2 * g * g;
        second[i] = square;
        float change = corrected * mean / ((float) Math.sqrt(square) * root + epsilon);
        weights[at + i] = w - change - beside * w;
      }
    }
  }
}
