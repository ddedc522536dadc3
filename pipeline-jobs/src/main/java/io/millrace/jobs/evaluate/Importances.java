package io.millrace.jobs.evaluate;

import io.millrace.catalog.Signature;
import io.millrace.spec.evaluation.EvaluationSpec;
import io.millrace.spec.evaluation.Importance;
import io.millrace.spec.evaluation.Metric;
import io.millrace.spec.target.Task;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * The importance of the raw columns of all models, see {@link Importance}.
 *
 * @param byModel by falling change; the lists are empty where it was not measured
 * @param sample null where it was not measured
 */
record Importances(List<List<Importance>> byModel, Importance.@Nullable Sample sample) {
  /** Number of the input of a pass that leaves the rows as they are. */
  private static final int NONE = -1;

  /** What every task needs. */
  private record Shipped(ArrayList<Candidate> models, SampledRows rows, Task task, long seed)
      implements Serializable {}

  /** One scoring of all sampled rows. */
  private record Pass(int input, int repeat) implements Serializable {}

  /** Passes of a model that one task makes, so that it opens the file once. */
  private record Work(int model, ArrayList<Pass> passes) implements Serializable {}

  static Importances none(int models) {
    return new Importances(Collections.nCopies(models, List.of()), null);
  }

  /**
   * Measures it in tasks, where ONNX Runtime runs anyway and a small driver is no limit.
   *
   * @param models at least one is over rows that stand alone; of others nothing is measured
   */
  static Importances of(
      SparkContext spark,
      SampledRows rows,
      List<Candidate> models,
      Task task,
      EvaluationSpec spec) {
    if (rows.rows().isEmpty()) {
      return none(models.size());
    }
    int repeats = spec.importance().repeats();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark);
    List<Work> works = new ArrayList<>();
    for (int model = 0; model < models.size(); model++) {
      if (!models.get(model).overGraph()) {
        int inputs = models.get(model).signature().inputs().size();
        works.addAll(works(model, inputs, repeats, context.defaultParallelism()));
      }
    }
    Broadcast<Shipped> shipped =
        context.broadcast(new Shipped(new ArrayList<>(models), rows, task, spec.seed()));
    List<double[]> metrics =
        context
            .parallelize(works, works.size())
            .map(work -> metrics(work, shipped.value()))
            .collect();
    shipped.destroy();
    List<List<Importance>> byModel = new ArrayList<>();
    for (int model = 0; model < models.size(); model++) {
      if (models.get(model).overGraph()) {
        byModel.add(List.of());
        continue;
      }
      Changes changes = new Changes(models.get(model).signature(), repeats);
      for (int i = 0; i < works.size(); i++) {
        if (works.get(i).model() == model) {
          changes.add(works.get(i), metrics.get(i));
        }
      }
      byModel.add(changes.importance(Metric.selection(task)));
    }
    return new Importances(byModel, new Importance.Sample(rows.rows().size(), repeats));
  }

  /** The passes of a model, dealt out to as many tasks as run at once. */
  private static List<Work> works(int model, int inputs, int repeats, int tasks) {
    List<Pass> passes = new ArrayList<>();
    passes.add(new Pass(NONE, 0));
    for (int input = 0; input < inputs; input++) {
      for (int repeat = 0; repeat < repeats; repeat++) {
        passes.add(new Pass(input, repeat));
      }
    }
    List<Work> works = new ArrayList<>();
    for (int i = 0; i < passes.size(); i++) {
      if (i < tasks) {
        works.add(new Work(model, new ArrayList<>()));
      }
      works.get(i % works.size()).passes().add(passes.get(i));
    }
    return works;
  }

  private static double[] metrics(Work work, Shipped shipped) {
    Candidate candidate = shipped.models().get(work.model());
    try (ShuffledModel model = new ShuffledModel(candidate, shipped.rows(), shipped.task())) {
      return work.passes().stream()
          .mapToDouble(
              pass ->
                  pass.input() == NONE
                      ? model.metric()
                      : model.metric(pass.input(), pass.repeat(), shipped.seed()))
          .toArray();
    }
  }

  /** The metrics of one model's passes. */
  private static final class Changes {
    private final List<Signature.Input> inputs;
    private final double[][] shuffled;
    private double unchanged;

    Changes(Signature signature, int repeats) {
      inputs = signature.inputs();
      shuffled = new double[inputs.size()][repeats];
    }

    void add(Work work, double[] metrics) {
      for (int i = 0; i < metrics.length; i++) {
        Pass pass = work.passes().get(i);
        if (pass.input() == NONE) {
          unchanged = metrics[i];
        } else {
          shuffled[pass.input()][pass.repeat()] = metrics[i];
        }
      }
    }

    List<Importance> importance(Metric metric) {
      List<Importance> importance = new ArrayList<>();
      for (int input = 0; input < shuffled.length; input++) {
        // Log loss and RMSE: more is worse.
        var changes = Arrays.stream(shuffled[input]).map(m -> m - unchanged).summaryStatistics();
        importance.add(
            new Importance(
                inputs.get(input).name(),
                metric.text(),
                changes.getAverage(),
                changes.getMin(),
                changes.getMax()));
      }
      importance.sort(Comparator.comparingDouble(Importance::change).reversed());
      return importance;
    }
  }
}
