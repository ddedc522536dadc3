package io.millrace.bigdl.engine;

import com.intel.analytics.bigdl.optim.Adam;
import com.intel.analytics.bigdl.optim.OptimMethod;
import com.intel.analytics.bigdl.tensor.Tensor;
import com.intel.analytics.bigdl.utils.Table;
import io.millrace.bigdl.checkpoint.CheckpointPart;
import io.millrace.bigdl.data.RowRange;
import io.millrace.bigdl.kernel.Updates;
import io.millrace.spec.network.TrainingPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Tuple2;

/**
 * The plan's optimiser. Each executor owns a slice of the parameters and their state; at the end of
 * an epoch it writes them as its part of the checkpoint, so nothing of it goes through the driver.
 *
 * <p>Extends BigDL's Adam only to be an optimiser of BigDL: its interface in Scala has many
 * specialised methods; none of Adam's own work is used.
 */
final class UpdateMethod extends Adam<Object> {
  private static final long serialVersionUID = 1;
  private static final double UNUSED = 0.5;

  private final PlanText plan;
  private final CheckpointPart.Folders folders;
  private final int parameters;
  private transient @Nullable Updates updates;

  /**
   * @param parameters of the network
   * @param step the step to begin with, from 0
   */
  UpdateMethod(PlanText plan, CheckpointPart.Folders folders, int parameters, long step) {
    super(UNUSED, UNUSED, UNUSED, UNUSED, UNUSED, Scala.FLOAT, Scala.FLOATS);
    this.plan = plan;
    this.folders = folders;
    this.parameters = parameters;
    state().update("neval", Math.toIntExact(step + 1));
    state().update("epoch", Math.toIntExact(step / plan.plan().stepsPerEpoch() + 1));
  }

  @Override
  public Tuple2<Tensor<Object>, Object> optimize(
      Function1<Tensor<Object>, Tuple2<Object, Tensor<Object>>> evaluation,
      Tensor<Object> weights) {
    Tuple2<Object, Tensor<Object>> evaluated = evaluation.apply(weights);
    Tensor<Object> gradients = evaluated._2();
    TrainingPlan known = plan.plan();
    long step = state().<Integer>apply("neval") - 1L;
    Updates own = updates(weights.nElement());
    own.apply(
        step,
        Scala.array(weights),
        Scala.offset(weights),
        Scala.array(gradients),
        Scala.offset(gradients));
    if ((step + 1) % known.stepsPerEpoch() == 0) {
      save((step + 1) / known.stepsPerEpoch(), weights, own);
    }
    return new Tuple2<>(weights, new float[] {(Float) evaluated._1()});
  }

  private Updates updates(int length) {
    Updates own = updates;
    if (own == null) {
      int begin = begin();
      own = new Updates(plan.plan(), begin, length);
      try {
        folders.restore(begin, own);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      updates = own;
    }
    return own;
  }

  private void save(long epochs, Tensor<Object> weights, Updates own) {
    int length = weights.nElement();
    float[] slice = new float[length];
    System.arraycopy(Scala.array(weights), Scala.offset(weights), slice, 0, length);
    try {
      folders.write(
          (int) epochs, TaskContext.getPartitionId(), new CheckpointPart(begin(), slice, own));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** First parameter of the slice that BigDL gives this executor. */
  private int begin() {
    return (int) RowRange.begin(parameters, plan.plan().executors(), TaskContext.getPartitionId());
  }

  @Override
  public OptimMethod<Object> clone() {
    return super.clone();
  }

  @Override
  public void updateHyperParameter() {}

  @Override
  public String getHyperParameter() {
    return "";
  }

  @Override
  public double getLearningRate() {
    long step = state().<Integer>apply("neval") - 1L;
    return plan.plan().settings().schedule().at(step, plan.plan().steps());
  }

  @Override
  public UpdateMethod loadFromTable(Table config) {
    return this;
  }

  @Override
  public void clearHistory() {}
}
