package io.millrace.bigdl.engine;

import com.intel.analytics.bigdl.nn.abstractnn.AbstractCriterion;
import com.intel.analytics.bigdl.tensor.Tensor;
import com.intel.analytics.bigdl.utils.Table;
import io.millrace.bigdl.data.Rows;
import io.millrace.bigdl.kernel.LossFunction;
import org.jspecify.annotations.Nullable;

/** The plan's loss. Its target is the same table as the network's input. */
final class LossCriterion extends AbstractCriterion<Tensor<Object>, Table, Object> {
  private static final long serialVersionUID = 1;

  private final PlanText plan;
  private transient @Nullable LossFunction loss;

  LossCriterion(PlanText plan) {
    super(Scala.TENSOR, Scala.TABLE, Scala.FLOAT, Scala.FLOATS);
    this.plan = plan;
    gradInput_$eq(Scala.tensor());
  }

  @Override
  public Object updateOutput(Tensor<Object> scores, Table target) {
    Rows rows = NetworkModule.rows(target);
    int k = scores.size(2);
    gradInput().resize(rows.count(), k);
    double sum = loss().sum(Scala.array(scores), k, rows, Scala.array(gradInput()));
    output_$eq((float) (sum / rows.share()));
    return output();
  }

  /** Computed beside the loss. */
  @Override
  public Tensor<Object> updateGradInput(Tensor<Object> scores, Table target) {
    return gradInput();
  }

  private LossFunction loss() {
    LossFunction known = loss;
    if (known == null) {
      known = new LossFunction(plan.plan());
      loss = known;
    }
    return known;
  }
}
