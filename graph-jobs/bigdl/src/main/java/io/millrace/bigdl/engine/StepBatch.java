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
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;

/**
 * The rows that one executor uses in one step, to be cut into one slice for each core. BigDL wants
 * a size that the cores divide; slices may still differ by a row, as the loss is divided by the
 * step's own number of rows.
 */
final class StepBatch implements MiniBatch<Object> {
  private static final long serialVersionUID = 1;
  private static final int WHOLE = -1;

  private final @Nullable Shard shard;
  private final @Nullable Steps steps;
  private final Position position;
  private final int rows;
  private final int core;
  private transient @Nullable Table table;

  /** A step of an epoch, both from 0. */
  private record Position(int epoch, int step) implements Serializable {
    private static final long serialVersionUID = 1;
  }

  /**
   * @param rows of the whole step
   * @param core the slice, negative for the whole
   */
  private StepBatch(
      @Nullable Shard shard, @Nullable Steps steps, Position position, int rows, int core) {
    this.shard = shard;
    this.steps = steps;
    this.position = position;
    this.rows = rows;
    this.core = core;
  }

  /** The rows of a step. */
  static StepBatch of(Shard shard, Steps steps, int epoch, int step) {
    return of(shard, steps, epoch, step, WHOLE);
  }

  private static StepBatch of(Shard shard, Steps steps, int epoch, int step, int core) {
    int p = shard.partition();
    int rows = steps.begin(p, step + 1) - steps.begin(p, step);
    return new StepBatch(shard, steps, new Position(epoch, step), rows, core);
  }

  /** Stands for so many rows when BigDL counts an epoch. */
  static StepBatch counted(long rows) {
    return new StepBatch(null, null, new Position(0, 0), Math.toIntExact(rows), WHOLE);
  }

  @Override
  public int size() {
    return steps == null ? rows : rows / steps.cores() * steps.cores();
  }

  @Override
  public MiniBatch<Object> slice(int offset, int length) {
    return new StepBatch(shard, steps, position, rows, (offset - 1) / length);
  }

  @Override
  public Activity getInput() {
    Table filled = table;
    if (filled == null) {
      filled = T$.MODULE$.apply();
      filled.update(1, shard.buffer(core).take(position, this::fill));
      filled.update(2, this);
      table = filled;
    }
    return filled;
  }

  /** Copies the rows that the same core probably computes next. */
  void prepareNext() {
    StepBatch next =
        position.step() + 1 < steps.perEpoch()
            ? of(shard, steps, position.epoch(), position.step() + 1, core)
            : of(shard, steps, position.epoch() + 1, 0, core);
    shard.buffer(core).prepare(next.position, next::fill);
  }

  private void fill(Rows into) {
    int begin = steps.begin(shard.partition(), position.step());
    int[] order = shard.order(steps.seed(), position.epoch());
    shard.copy(
        order,
        begin + (int) ((long) rows * core / steps.cores()),
        begin + (int) ((long) rows * (core + 1) / steps.cores()),
        Mix.of(steps.seed(), position.epoch(), -1),
        into);
    into.share(steps.scores(position.step()) / (steps.executors() * steps.cores()));
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
