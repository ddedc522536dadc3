package io.millrace.bigdl.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.spec.network.Optimiser;
import io.millrace.spec.network.TrainingPlan;
import org.junit.jupiter.api.Test;

/** Each optimiser against its formula, written out for one number over three steps. */
class UpdatesTest {
  private static final double RATE = 0.1;
  private static final double[] G = {0.5, -0.2, 0.3};
  private static final double START = 2;

  @Test
  void sgdWithMomentumAndDecay() {
    double w = START;
    double v = 0;
    for (double g : G) {
      v = 0.9 * v + g + 0.01 * w;
      w -= RATE * v;
    }
    assertThat(run(new Optimiser.Sgd(0.9, false, 0.01), 0)).isCloseTo(w, within(1e-6));
  }

  @Test
  void sgdAfterNesterov() {
    double w = START;
    double v = 0;
    for (double g : G) {
      v = 0.9 * v + g;
      w -= RATE * (g + 0.9 * v);
    }
    assertThat(run(new Optimiser.Sgd(0.9, true, 0), 0)).isCloseTo(w, within(1e-6));
  }

  @Test
  void adamDecaysInTheGradientAndAdamWBesideIt() {
    assertThat(run(new Optimiser.Adam(0.9, 0.99, 1e-8, 0.1), 0))
        .isCloseTo(adam(0.1, false), within(1e-6));
    assertThat(run(new Optimiser.AdamW(0.9, 0.99, 1e-8, 0.1), 0))
        .isCloseTo(adam(0.1, true), within(1e-6));
  }

  @Test
  void adagrad() {
    double w = START;
    double s = 0;
    for (double g : G) {
      s += g * g;
      w -= RATE * g / (Math.sqrt(s) + 1e-6);
    }
    assertThat(run(new Optimiser.Adagrad(1e-6, 0), 0)).isCloseTo(w, within(1e-6));
  }

  @Test
  void biasDoesNotDecayAndRunningAveragesOnlyFollow() {
    Optimiser decaying = new Optimiser.Adam(0.9, 0.99, 1e-8, 0.1);
    // The network's parameters: weight [5, 3], bias [5], scale [5], shift [5], mean, variance.
    assertThat(run(decaying, 15)).isCloseTo(adam(0, false), within(1e-6));
    assertThat(run(decaying, 32)).isCloseTo(START - 0.5 + 0.2 - 0.3, within(1e-6));
  }

  private static double adam(double decay, boolean apart) {
    double w = START;
    double m = 0;
    double v = 0;
    for (int t = 1; t <= G.length; t++) {
      double g = G[t - 1] + (apart ? 0 : decay * w);
      m = 0.9 * m + 0.1 * g;
      v = 0.99 * v + 0.01 * g * g;
      double change = m / (1 - Math.pow(0.9, t)) / (Math.sqrt(v / (1 - Math.pow(0.99, t))) + 1e-8);
      w -= RATE * change + (apart ? RATE * decay * w : 0);
    }
    return w;
  }

  /** The parameter at a position after three steps, in a slice that begins two before it. */
  private static double run(Optimiser optimiser, int position) {
    TrainingPlan plan = TestPlans.plan(optimiser);
    int begin = Math.max(0, position - 2);
    Updates updates = new Updates(plan, begin, 4);
    float[] weights = {0, 0, 0, 0, 0};
    int at = 1 + position - begin;
    weights[at] = (float) START;
    for (int step = 0; step < G.length; step++) {
      float[] gradients = new float[4];
      gradients[position - begin] = (float) G[step];
      updates.apply(step, weights, 1, gradients, 0);
    }
    return weights[at];
  }
}
