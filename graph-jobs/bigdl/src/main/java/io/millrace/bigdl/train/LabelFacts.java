package io.millrace.bigdl.train;

import io.millrace.bigdl.data.Shard;
import io.millrace.spec.model.ClassWeights;
import io.millrace.spec.target.Task;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;

/**
 * The training split's labels.
 *
 * @param units rows of a table, or graphs and neighbourhoods
 * @param rows labels, one for each score
 * @param counts rows of each class; empty for regression
 */
record LabelFacts(long units, long rows, double sum, double squares, TreeMap<Integer, Long> counts)
    implements Serializable {
  static LabelFacts of(JavaRDD<Shard> train, Task task) {
    boolean classes = task != Task.REGRESSION;
    return train.map(shard -> of(shard, classes)).reduce(LabelFacts::plus);
  }

  private static LabelFacts of(Shard shard, boolean classes) {
    double sum = 0;
    double squares = 0;
    TreeMap<Integer, Long> counts = new TreeMap<>();
    for (int i = 0; i < shard.scores(); i++) {
      double label = shard.label(i);
      sum += label;
      squares += label * label;
      if (classes) {
        counts.merge((int) label, 1L, Long::sum);
      }
    }
    return new LabelFacts(shard.size(), shard.scores(), sum, squares, counts);
  }

  private LabelFacts plus(LabelFacts other) {
    TreeMap<Integer, Long> both = new TreeMap<>(counts);
    other.counts.forEach((label, count) -> both.merge(label, count, Long::sum));
    return new LabelFacts(
        units + other.units, rows + other.rows, sum + other.sum, squares + other.squares, both);
  }

  double mean() {
    return sum / rows;
  }

  /** 1 where all labels are the same. */
  double deviation() {
    double variance = squares / rows - mean() * mean();
    return variance > 0 ? Math.sqrt(variance) : 1;
  }

  /**
   * rows / (classes * rows of the class) by class; empty where all count 1.
   *
   * @param classes of the task; one that no row has keeps the weight 1
   */
  List<Double> weights(ClassWeights weights, int classes) {
    if (weights == ClassWeights.NONE) {
      return List.of();
    }
    Map<Integer, Long> found = counts;
    return java.util.stream.IntStream.range(0, classes)
        .mapToObj(c -> found.containsKey(c) ? rows / (found.size() * (double) found.get(c)) : 1.0)
        .toList();
  }
}
