package io.millrace.jobs.sql;

import io.millrace.catalog.Batch;
import io.millrace.catalog.Scores;
import io.millrace.catalog.Signature;
import io.millrace.jobs.score.BroadcastModel;
import io.millrace.jobs.score.ExecutorModels;
import io.millrace.jobs.score.RowTensors;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Scores a struct of a model's inputs; null of none. The model is held until the end of the task,
 * or of the row where the driver computes it.
 */
final class RowScorer implements UDF1<@Nullable Row, @Nullable Object> {
  private static final long serialVersionUID = 1;

  private final BroadcastModel model;
  private transient @Nullable Held held;

  RowScorer(BroadcastModel model) {
    this.model = model;
  }

  private record Held(
      Signature signature, RowTensors tensors, Batch batch, ExecutorModels.Hold hold) {
    static Held of(BroadcastModel model) {
      Signature signature = model.signature();
      ExecutorModels.Hold hold = model.hold();
      return new Held(signature, RowTensors.of(signature, 0), hold.scorer().batch(1), hold);
    }

    Object score(Row row) {
      tensors.fill(batch, 0, row);
      Scores scores = batch.score(1);
      Object[] outputs =
          signature.outputs().stream().map(output -> value(scores, output)).toArray();
      return outputs.length == 1 ? outputs[0] : RowFactory.create(outputs);
    }

    private static Object value(Scores scores, Signature.Output output) {
      return output.type().equals("string")
          ? scores.strings(output.name())[0]
          : (Object) scores.floats(output.name())[0];
    }
  }

  /** The driver may compute rows of one query in several threads. */
  @Override
  public synchronized @Nullable Object call(@Nullable Row row) {
    if (row == null) {
      return null;
    }
    TaskContext task = TaskContext.get();
    if (task == null) {
      Held once = Held.of(model);
      try (ExecutorModels.Hold hold = once.hold()) {
        return once.score(row);
      }
    }
    if (held == null) {
      held = Held.of(model);
      task.addTaskCompletionListener((TaskCompletionListener) ended -> release());
    }
    return held.score(row);
  }

  private synchronized void release() {
    if (held != null) {
      held.hold().close();
      held = null;
    }
  }
}
