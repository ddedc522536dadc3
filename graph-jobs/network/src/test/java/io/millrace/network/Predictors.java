package io.millrace.network;

import io.millrace.spec.feature.FeatureOutput;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Random predictors over a plan, and what scores mean. */
final class Predictors {
  /** Wider index features would make tables that take longer to make than to test. */
  private static final int WIDEST_TABLE = 100_000;

  private static final int DEPTH = 5;

  private Predictors() {}

  static Predictor.Linear linear(FeaturePlan plan, Task task, int width, long seed) {
    Random random = new Random(seed);
    List<String> dense = plan.dense().stream().map(FeatureOutput::name).toList();
    List<Predictor.Table> tables =
        plan.indices().stream()
            .filter(output -> output.cardinality() <= WIDEST_TABLE)
            .map(o -> new Predictor.Table(o.name(), weights(random, o.cardinality(), width, 0.5)))
            .toList();
    double[][] weights = weights(random, width, dense.size(), 0.01);
    return new Predictor.Linear(task, dense, weights, tables, weights(random, 1, width, 1)[0]);
  }

  private static double[][] weights(Random random, int rows, int columns, double scale) {
    return IntStream.range(0, rows)
        .mapToObj(r -> random.doubles(columns).map(x -> (2 * x - 1) * scale).toArray())
        .toArray(double[][]::new);
  }

  /** Thresholds are values that occur, or lie just beside them. */
  static Predictor.Trees trees(
      FeaturePlan plan, Task task, int count, List<Map<String, Object>> rows, long seed) {
    Random random = new Random(seed);
    List<String> inputs = plan.outputs().stream().map(FeatureOutput::name).toList();
    List<Map<String, Number>> values =
        rows.stream().limit(200).map(row -> Reference.features(plan, row)).toList();
    List<Predictor.Tree> trees = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      trees.add(new Growth(random, inputs, values).tree(random.nextDouble()));
    }
    trees.add(leaf(0.1, -2));
    return new Predictor.Trees(task, inputs, trees, -0.75);
  }

  static Predictor.Tree leaf(double weight, double value) {
    return new Predictor.Tree(
        weight, new int[1], new double[1], new int[] {-1}, new int[] {-1}, new double[] {value});
  }

  static double sigmoid(double score) {
    return 1 / (1 + Math.exp(-score));
  }

  static double[] softmax(double[] scores) {
    double max = Arrays.stream(scores).max().orElseThrow();
    double sum = Arrays.stream(scores).map(s -> Math.exp(s - max)).sum();
    return Arrays.stream(scores).map(s -> Math.exp(s - max) / sum).toArray();
  }

  static int largest(double[] values) {
    return IntStream.range(0, values.length)
        .reduce((a, b) -> values[b] > values[a] ? b : a)
        .orElseThrow();
  }

  /** A random tree as it grows. */
  private static final class Growth {
    private static final int SIZE = 1 << (DEPTH + 1);

    private final Random random;
    private final List<String> inputs;
    private final List<Map<String, Number>> values;
    private final int[] input = new int[SIZE];
    private final double[] threshold = new double[SIZE];
    private final int[] left = new int[SIZE];
    private final int[] right = new int[SIZE];
    private final double[] leaf = new double[SIZE];
    private int nodes;

    Growth(Random random, List<String> inputs, List<Map<String, Number>> values) {
      this.random = random;
      this.inputs = inputs;
      this.values = values;
    }

    Predictor.Tree tree(double weight) {
      grow(0);
      return new Predictor.Tree(
          weight,
          Arrays.copyOf(input, nodes),
          Arrays.copyOf(threshold, nodes),
          Arrays.copyOf(left, nodes),
          Arrays.copyOf(right, nodes),
          Arrays.copyOf(leaf, nodes));
    }

    private int grow(int depth) {
      int node = nodes++;
      if (depth == DEPTH || random.nextInt(8) == 0) {
        left[node] = -1;
        right[node] = -1;
        leaf[node] = random.nextGaussian();
        return node;
      }
      input[node] = random.nextInt(inputs.size());
      double value =
          values.get(random.nextInt(values.size())).get(inputs.get(input[node])).doubleValue();
      double[] near = {value, Math.nextDown(value), Math.nextUp(value), value + 0.5};
      threshold[node] = near[random.nextInt(near.length)];
      left[node] = grow(depth + 1);
      right[node] = grow(depth + 1);
      return node;
    }
  }
}
