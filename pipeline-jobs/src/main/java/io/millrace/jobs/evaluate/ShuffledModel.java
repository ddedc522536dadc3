package io.millrace.jobs.evaluate;

import io.millrace.catalog.Batch;
import io.millrace.catalog.OnnxScorer;
import io.millrace.catalog.Scores;
import io.millrace.jobs.score.RowTensors;
import io.millrace.spec.target.Task;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How good a shipped file is on sampled rows one of whose raw columns is shuffled. For one thread
 * at a time; whoever opened it closes it.
 */
final class ShuffledModel implements AutoCloseable {
  private static final int BATCH = 4096;

  private final SampledRows sample;
  private final Task task;
  private final List<String> names;
  private final List<String> outputs;
  private final RowTensors tensors;
  private final OnnxScorer scorer;
  private final Batch batch;

  ShuffledModel(Candidate model, SampledRows sample, Task task) {
    this.sample = sample;
    this.task = task;
    names = model.signature().inputs().stream().map(input -> input.name()).toList();
    outputs = OnnxScores.scoreOutputs(model.signature());
    tensors = sample.tensors(model.signature());
    scorer = OnnxScorer.open(model.onnx(), model.signature());
    batch = scorer.batch(BATCH);
  }

  /** The selection metric on the rows as they are. */
  double metric() {
    return metric(-1, new int[0]);
  }

  /**
   * The selection metric with one column shuffled. The order depends on the column's name, the
   * repeat and the seed alone, so it is the same for all models.
   *
   * @param input number of the column in the model's signature
   */
  double metric(int input, int repeat, long seed) {
    return metric(input, order(sample.rows().size(), names.get(input), repeat, seed));
  }

  /** A random order of so many rows (Fisher and Yates). */
  static int[] order(int rows, String column, int repeat, long seed) {
    SplittableRandom random = new SplittableRandom((seed * 31 + column.hashCode()) * 31 + repeat);
    int[] order = new int[rows];
    for (int i = 0; i < rows; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private double metric(int shuffled, int[] order) {
    int rows = sample.rows().size();
    double sum = 0;
    for (int from = 0; from < rows; from += BATCH) {
      int size = Math.min(BATCH, rows - from);
      for (int r = 0; r < size; r++) {
        tensors.fill(batch, r, sample.rows().get(from + r));
        if (shuffled >= 0) {
          tensors.fill(batch, shuffled, r, sample.rows().get(order[from + r]));
        }
      }
      sum += loss(batch.score(size), from);
    }
    return RowLoss.metric(task, sum, rows);
  }

  private double loss(Scores scores, int from) {
    List<float[]> columns = outputs.stream().map(scores::floats).toList();
    double sum = 0;
    for (int r = 0; r < scores.rows(); r++) {
      double label = sample.label(from + r);
      int column = task == Task.MULTICLASS ? (int) label : 0;
      sum += RowLoss.of(task, label, columns.get(column)[r]);
    }
    return sum;
  }

  @Override
  public void close() {
    scorer.close();
  }
}
