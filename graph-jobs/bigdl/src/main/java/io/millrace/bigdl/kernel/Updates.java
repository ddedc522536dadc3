package io.millrace.bigdl.kernel;

import io.millrace.spec.network.Parameter;
import io.millrace.spec.network.Shapes;
import io.millrace.spec.network.TrainingPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes a slice of the flat vector of all parameters by its gradient. The state stands beside the
 * slice: two floats for a parameter at most.
 */
public final class Updates {
  private final TrainingPlan plan;
  private final List<Segment> segments = new ArrayList<>();
  private final float[] first;
  private final float[] second;

  /** Neighbours that are updated alike, by their places in the slice. */
  private record Segment(int from, int to, Parameter.Kind kind) {}

  /**
   * @param begin first parameter of the slice
   * @param length parameters in the slice
   */
  public Updates(TrainingPlan plan, int begin, int length) {
    this.plan = plan;
    this.first = new float[length];
    this.second = new float[length];
    int next = 0;
    for (Parameter parameter : Shapes.of(plan.network()).parameters()) {
      int from = Math.max(next, begin);
      next += parameter.size();
      int to = Math.min(next, begin + length);
      if (from < to) {
        segments.add(new Segment(from - begin, to - begin, parameter.kind()));
      }
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
    UpdateRule rule = UpdateRule.of(plan.settings().optimiser(), step, rate, first, second);
    float decay = (float) plan.settings().optimiser().weightDecay();
    for (Segment segment : segments) {
      if (segment.kind().running()) {
        follow(segment, weights, at, gradients, gradientAt);
      } else {
        float own = segment.kind().decays() ? decay : 0;
        rule.update(segment.from(), segment.to(), weights, at, gradients, gradientAt, own);
      }
    }
  }

  private static void follow(
      Segment segment, float[] weights, int at, float[] gradients, int gradientAt) {
    for (int i = segment.from(); i < segment.to(); i++) {
      weights[at + i] -= gradients[gradientAt + i];
    }
  }
}
