package io.millrace.bigdl.engine;

import com.intel.analytics.bigdl.optim.Metrics;
import com.intel.analytics.bigdl.optim.Trigger;
import com.intel.analytics.bigdl.utils.Table;
import io.millrace.spec.network.TrainingPlan;
import java.util.function.Supplier;

/**
 * BigDL asks before each step whether to end. That is the one moment between two steps on the
 * driver: here the next step's rows are chosen and the last step is reported.
 */
final class StepTrigger implements Trigger {
  private static final long serialVersionUID = 1;

  private final transient ShardDataSet data;
  private final transient TrainingPlan plan;
  private final transient StepListener listener;
  private final transient Supplier<Metrics> metrics;
  private final long firstStep;

  StepTrigger(
      ShardDataSet data,
      TrainingPlan plan,
      StepListener listener,
      Supplier<Metrics> metrics,
      long firstStep) {
    this.data = data;
    this.plan = plan;
    this.listener = listener;
    this.metrics = metrics;
    this.firstStep = firstStep;
  }

  @Override
  public boolean apply(Table state) {
    long next = state.<Integer>apply("neval") - 1L;
    if (next > firstStep) {
      listener.stepEnded(next - 1, state.<Float>apply("Loss"), computeSeconds());
      boolean epochEnded = next % plan.stepsPerEpoch() == 0;
      if (epochEnded && !listener.epochEnded((int) (next / plan.stepsPerEpoch()))) {
        return true;
      }
    }
    data.next(next);
    return next >= plan.steps();
  }

  private double computeSeconds() {
    scala.Tuple2<Object, Object> sum = metrics.get().get("computing time average");
    return (Double) sum._1() / 1e9 / (Integer) sum._2();
  }
}
