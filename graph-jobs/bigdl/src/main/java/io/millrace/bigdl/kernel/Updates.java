package io.millrace.bigdl.kernel;

import io.millrace.spec.network.Optimiser;
import io.millrace.spec.network.Parameter;
import io.millrace.spec.network.Shapes;
import io.millrace.spec.network.TrainingPlan;
import java.util.List;

/**
 * Changes a slice of the flat vector of all parameters by its gradient. The state stands beside the
 * slice: two floats for a parameter at most.
 */
public final class Updates {
  private final TrainingPlan plan;
  private final Optimiser optimiser;
  private final int begin;
  private final boolean[] decays;
  private final boolean[] running;
  private final float[] first;
  private final float[] second;
  private double firstCorrection = 1;
  private double secondCorrection = 1;

  /**
   * @param begin first parameter of the slice
   * @param length parameters in the slice
   */
  public Updates(TrainingPlan plan, int begin, int length) {
    this.plan = plan;
    this.optimiser = plan.settings().optimiser();
    this.begin = begin;
    this.decays = new boolean[length];
    this.running = new boolean[length];
    this.first = new float[length];
    this.second = new float[length];
    mark(Shapes.of(plan.network()).parameters());
  }

  private void mark(List<Parameter> parameters) {
    int next = 0;
    for (Parameter parameter : parameters) {
      int from = Math.max(next, begin);
      int to = Math.min(next + parameter.size(), begin + decays.length);
      for (int i = from; i < to; i++) {
        decays[i - begin] = parameter.kind().decays();
        running[i - begin] = parameter.kind().running();
      }
      next += parameter.size();
    }
  }

  /** Sums of gradients: momentum, first moments or squares. */
  public float[] first() {
    return first;
  }

  /** Second moments, where the optimiser has them. */
  public float[] second() {
    return second;
  }

  /**
   * Makes one step.
   *
   * @param step from 0
   * @param weights the slice, from {@code at}
   * @param gradients of the slice, from {@code gradientAt}
   */
  public void apply(long step, float[] weights, int at, float[] gradients, int gradientAt) {
    double rate = plan.settings().schedule().at(step, plan.steps());
    double decay = optimiser.weightDecay();
    boolean apart = optimiser instanceof Optimiser.AdamW;
    correct(step);
    for (int i = 0; i < first.length; i++) {
      float w = weights[at + i];
      double g = gradients[gradientAt + i];
      if (running[i]) {
        weights[at + i] = (float) (w - g);
        continue;
      }
      double own = decays[i] ? decay : 0;
      double change = rate * direction(i, apart ? g : g + own * w);
      weights[at + i] = (float) (w - change - (apart ? rate * own * w : 0));
    }
  }

  /** The same for all parameters: a power for each would take longer than all else here. */
  private void correct(long step) {
    if (optimiser instanceof Optimiser.Adam adam) {
      correct(step, adam.beta1(), adam.beta2());
    } else if (optimiser instanceof Optimiser.AdamW adam) {
      correct(step, adam.beta1(), adam.beta2());
    }
  }

  private void correct(long step, double beta1, double beta2) {
    firstCorrection = 1 - Math.pow(beta1, step + 1);
    secondCorrection = 1 - Math.pow(beta2, step + 1);
  }

  private double direction(int i, double g) {
    if (optimiser instanceof Optimiser.Sgd sgd) {
      first[i] = (float) (sgd.momentum() * first[i] + g);
      return sgd.nesterov() ? g + sgd.momentum() * first[i] : first[i];
    }
    if (optimiser instanceof Optimiser.Adagrad adagrad) {
      first[i] += (float) (g * g);
      return g / (Math.sqrt(first[i]) + adagrad.epsilon());
    }
    if (optimiser instanceof Optimiser.Adam adam) {
      return moments(i, g, adam.beta1(), adam.beta2(), adam.epsilon());
    }
    if (optimiser instanceof Optimiser.AdamW adam) {
      return moments(i, g, adam.beta1(), adam.beta2(), adam.epsilon());
    }
    throw new IllegalStateException("Cannot train with optimiser " + optimiser);
  }

  private double moments(int i, double g, double beta1, double beta2, double epsilon) {
    first[i] = (float) (beta1 * first[i] + (1 - beta1) * g);
    second[i] = (float) (beta2 * second[i] + (1 - beta2) * g * g);
    double mean = first[i] / firstCorrection;
    double square = second[i] / secondCorrection;
    return mean / (Math.sqrt(square) + epsilon);
  }
}
