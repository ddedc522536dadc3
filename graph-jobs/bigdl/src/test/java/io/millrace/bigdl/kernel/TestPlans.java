package io.millrace.bigdl.kernel;

import io.millrace.spec.model.TrainingSettings.Deep;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Layer.Activation.Function;
import io.millrace.spec.network.Loss;
import io.millrace.spec.network.NetworkSpec;
import io.millrace.spec.network.NetworkSpec.Tower;
import io.millrace.spec.network.NetworkSpec.Tower.Norm;
import io.millrace.spec.network.Optimiser;
import io.millrace.spec.network.Schedule;
import io.millrace.spec.network.TrainingPlan;
import io.millrace.spec.target.Task;
import java.util.List;

/** Training plans of which a test needs only a part. */
public final class TestPlans {
  private TestPlans() {}

  static TrainingPlan plan(Task task, Loss loss, List<Double> weights, double scale, double shift) {
    return plan(task, loss, weights, scale, shift, new Optimiser.Sgd(0, false, 0));
  }

  /** A plan over a network with one linear and one batch normalisation layer, 10 steps an epoch. */
  public static TrainingPlan plan(Optimiser optimiser) {
    return plan(Task.BINARY, new Loss.CrossEntropy(0), List.of(), 1, 0, optimiser);
  }

  private static TrainingPlan plan(
      Task task, Loss loss, List<Double> weights, double scale, double shift, Optimiser optimiser) {
    Deep settings =
        new Deep(
            new NetworkSpec.Mlp(4, new Tower(List.of(5), Function.RELU, Norm.NONE, 0)),
            loss,
            optimiser,
            new Schedule(0.1, Schedule.Shape.CONSTANT, 0, 0.5, 1),
            null,
            10,
            3,
            2,
            1);
    return new TrainingPlan(
        TrainingPlan.VERSION,
        "model",
        task,
        "",
        "label",
        "key",
        Networks.behind(new Layer.BatchNorm(0.1, 1e-5)),
        settings,
        weights,
        scale,
        shift,
        1,
        2,
        100,
        100,
        10);
  }
}
