package io.millrace.bigdl.engine;

import com.intel.analytics.bigdl.dataset.MiniBatch;
import com.intel.analytics.bigdl.dataset.Sample;
import com.intel.analytics.bigdl.nn.abstractnn.Activity;
import com.intel.analytics.bigdl.tensor.Tensor;
import com.intel.analytics.bigdl.tensor.TensorNumericMath.TensorNumeric;
import com.intel.analytics.bigdl.utils.T$;
import com.intel.analytics.bigdl.utils.Table;
import io.millrace.bigdl.data.Mix;
import io.millrace.bigdl.data.Rows;
import io.millrace.bigdl.data.Shard;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;

/**
 * The rows that one executor uses in one step, to be cut into one slice for each core. BigDL wants
 * a size that the cores divide; slices may still differ by a row, as the loss is divided by the
 * step's own number of rows.
 */
final class StepBatch implements MiniBatch<Object> {
  private static final long serialVersionUID = 1;

  private final @Nullable Shard shard;
  private final int @Nullable [] order;
  private final int from;
  private final int to;
  private final long seed;
  private final double share;
  private final int cores;
  private final int core;
  private transient @Nullable Table table;

  /**
   * @param core the slice, negative for the whole
   */
  private StepBatch(
      @Nullable Shard shard,
      int @Nullable [] order,
      int from,
      int to,
      long seed,
      double share,
      int cores,
      int core) {
    this.shard = shard;
    this.order = order;
    this.from = from;
    this.to = to;
    this.seed = seed;
    this.share = share;
    this.cores = cores;
    this.core = core;
  }

  /** The rows of a step. */
  static StepBatch of(Shard shard, Steps steps, int epoch, int step) {
    int partition = shard.partition();
    return new StepBatch(
        shard,
        shard.order(steps.seed(), epoch),
        steps.begin(partition, step),
        steps.begin(partition, step + 1),
        Mix.of(steps.seed(), epoch, -1),
        steps.rows(step) / (double) (steps.executors() * steps.cores()),
        steps.cores(),
        -1);
  }

  /** Stands for so many rows when BigDL counts an epoch. */
  static StepBatch counted(long rows) {
    return new StepBatch(null, null, 0, Math.toIntExact(rows), 0, 1, 1, -1);
  }

  @Override
  public int size() {
    return (to - from) / cores * cores;
  }

  @Override
  public MiniBatch<Object> slice(int offset, int length) {
    int number = (offset - 1) / length;
    long rows = (long) to - from;
    return new StepBatch(
        shard,
        order,
        from + (int) (rows * number / cores),
        from + (int) (rows * (number + 1) / cores),
        seed,
        share,
        cores,
        number);
  }

  @Override
  public Activity getInput() {
    Table filled = table;
    if (filled == null) {
      Rows rows = shard.buffer(core);
      shard.copy(order, from, to, seed, rows);
      rows.share(share);
      filled = T$.MODULE$.apply();
      filled.update(1, rows);
      table = filled;
    }
    return filled;
  }

  @Override
  public Activity getTarget() {
    return getInput();
  }

  @Override
  @Deprecated
  public Tensor<Object> data() {
    throw new UnsupportedOperationException("The rows of a step are no tensor.");
  }

  @Override
  @Deprecated
  public Tensor<Object> labels() {
    throw new UnsupportedOperationException("The labels of a step are no tensor.");
  }

  @Override
  public MiniBatch<Object> set(Seq<Sample<Object>> samples, TensorNumeric<Object> ev) {
    throw new UnsupportedOperationException("The rows of a step are not samples.");
  }
}
