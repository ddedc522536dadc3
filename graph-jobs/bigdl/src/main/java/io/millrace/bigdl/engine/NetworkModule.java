package io.millrace.bigdl.engine;

import com.intel.analytics.bigdl.nn.abstractnn.AbstractModule;
import com.intel.analytics.bigdl.tensor.Tensor;
import com.intel.analytics.bigdl.utils.Table;
import io.millrace.bigdl.data.Rows;
import io.millrace.bigdl.kernel.Program;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * A network as one module of BigDL. Its input is a table with {@link Rows} and their {@link
 * StepBatch}; its parameters are one tensor, which BigDL shares between cores and exchanges between
 * executors.
 */
final class NetworkModule extends AbstractModule<Table, Tensor<Object>, Object> {
  private static final long serialVersionUID = 1;

  private final PlanText plan;
  private final Tensor<Object> weights;
  private final Tensor<Object> gradients;
  private transient @Nullable Program program;
  private transient @Nullable StepBatch computed;

  /**
   * @param start first values of all parameters
   */
  NetworkModule(PlanText plan, float[] start) {
    super(Scala.TABLE, Scala.TENSOR, Scala.FLOAT, Scala.FLOATS);
    this.plan = plan;
    this.weights = Scala.tensor(start.length);
    this.gradients = Scala.tensor(start.length);
    System.arraycopy(start, 0, Scala.array(weights), 0, start.length);
    output_$eq(Scala.tensor());
  }

  @Override
  public Tensor<Object> updateOutput(Table input) {
    Rows rows = rows(input);
    float[] scores =
        program().forward(rows, Scala.array(weights), Scala.offset(weights), isTraining());
    computed = isTraining() ? input.apply(2) : null;
    int k = program().outputWidth();
    output().resize(rows.count(), k);
    System.arraycopy(scores, 0, Scala.array(output()), 0, rows.count() * k);
    return output();
  }

  /** Does the whole backward pass: kernels compute both kinds of gradients together. */
  @Override
  public Table updateGradInput(Table input, Tensor<Object> gradOutput) {
    program().backward(Scala.array(gradOutput), Scala.array(gradients), Scala.offset(gradients));
    return input;
  }

  /** BigDL has this done when a step is computed, while the driver prepares the next one. */
  @Override
  public void zeroGradParameters() {
    gradients.zero();
    StepBatch batch = computed;
    if (batch != null) {
      computed = null;
      batch.prepareNext();
    }
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public Tuple2<Tensor<Object>[], Tensor<Object>[]> parameters() {
    return new Tuple2<>(
        (Tensor<Object>[]) new Tensor[] {weights}, (Tensor<Object>[]) new Tensor[] {gradients});
  }

  static Rows rows(Table input) {
    return input.<Rows>apply(1);
  }

  private Program program() {
    Program compiled = program;
    if (compiled == null) {
      compiled = new Program(plan.plan().network());
      program = compiled;
    }
    return compiled;
  }
}
