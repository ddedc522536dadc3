package io.millrace.benchmarks.train;

import io.millrace.bigdl.data.Rows;
import io.millrace.bigdl.engine.BigDl;
import io.millrace.bigdl.kernel.LossFunction;
import io.millrace.bigdl.kernel.Program;
import io.millrace.handoff.Json;
import io.millrace.network.InitialParameters;
import io.millrace.spec.network.Parameter;
import io.millrace.spec.network.Shapes;
import io.millrace.spec.network.TrainingPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The arithmetic of a training and nothing else: forward, loss and backward on rows that stand in
 * memory ready for use, without Spark, exchange of weights or an optimiser. Each thread has a
 * program of its own and its share of a batch. Arguments: a training plan, number of repetitions,
 * each as long as an epoch. Prints the records per second of each.
 */
final class Reference {
  static final String PREFIX = "@records-per-second ";

  private final TrainingPlan plan;
  private final float[] weights;

  private Reference(TrainingPlan plan) {
    this.plan = plan;
    this.weights = new float[new Program(plan.network()).parameters()];
    Map<String, float[]> start = InitialParameters.of(plan.network(), plan.settings().seed());
    int next = 0;
    for (Parameter parameter : Shapes.of(plan.network()).parameters()) {
      System.arraycopy(start.get(parameter.name()), 0, weights, next, parameter.size());
      next += parameter.size();
    }
  }

  public static void main(String[] arguments) throws Exception {
    BigDl.requireNatives();
    TrainingPlan plan =
        Json.read(
            Files.readAllBytes(Path.of(arguments[0])),
            TrainingPlan.class,
            TrainingPlan.VERSION,
            arguments[0]);
    Reference reference = new Reference(plan);
    int repetitions = Integer.parseInt(arguments[1]);
    ExecutorService threads = Executors.newFixedThreadPool(plan.cores());
    List<Worker> workers = new ArrayList<>();
    for (int core = 0; core < plan.cores(); core++) {
      workers.add(reference.worker(core));
    }
    for (int i = 0; i < repetitions; i++) {
      print(reference.epoch(threads, workers));
    }
    threads.shutdown();
  }

  static void print(double recordsPerSecond) {
    System.out.printf(Locale.ROOT, "%s%.1f%n", PREFIX, recordsPerSecond);
  }

  static void requireNumber(double loss) {
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException(
          "Cannot measure: the loss is %s (expected a number).".formatted(loss));
    }
  }

  static int rowsOfStep(TrainingPlan plan) {
    return (int) (plan.trainRows() / plan.stepsPerEpoch());
  }

  /** Records per second of as many batches as an epoch has. */
  private double epoch(ExecutorService threads, List<Worker> workers) throws Exception {
    long begin = System.nanoTime();
    List<Future<Double>> losses = new ArrayList<>();
    for (Worker worker : workers) {
      losses.add(threads.submit(() -> worker.run(plan.stepsPerEpoch())));
    }
    for (Future<Double> loss : losses) {
      requireNumber(loss.get());
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    long records = 0;
    for (Worker worker : workers) {
      records += (long) worker.rows.count() * plan.stepsPerEpoch();
    }
    return records / seconds;
  }

  private Worker worker(int core) {
    int all = rowsOfStep(plan);
    int from = all * core / plan.cores();
    int to = all * (core + 1) / plan.cores();
    Shape shape = Shape.numbers();
    Rows rows = new Rows(shape.dense(), shape.indices());
    rows.resize(to - from);
    rows.share(all / (double) plan.cores());
    float[] numbers = new float[shape.dense()];
    for (int r = 0; r < rows.count(); r++) {
      rows.labels()[r] = shape.fill(from + r, numbers, new int[shape.indices()]);
      System.arraycopy(numbers, 0, rows.dense(), r * numbers.length, numbers.length);
    }
    return new Worker(plan, weights, rows);
  }

  /** What one thread has. */
  private static final class Worker {
    private final Program program;
    private final LossFunction loss;
    private final float[] weights;
    private final float[] gradients;
    private final float[] slope;
    private final Rows rows;

    Worker(TrainingPlan plan, float[] weights, Rows rows) {
      this.program = new Program(plan.network());
      this.loss = new LossFunction(plan);
      this.weights = weights;
      this.gradients = new float[weights.length];
      this.slope = new float[rows.count() * program.outputWidth()];
      this.rows = rows;
    }

    double run(int steps) {
      double sum = 0;
      for (int step = 0; step < steps; step++) {
        java.util.Arrays.fill(gradients, 0);
        float[] scores = program.forward(rows, weights, 0, true);
        sum += loss.sum(scores, program.outputWidth(), rows, slope);
        program.backward(slope, gradients, 0);
      }
      return sum;
    }
  }
}
