package io.millrace.benchmarks.graph;

import io.millrace.benchmarks.measure.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * How long the tasks of each stage took. Where none takes a second, tasks differ by what they do, a
 * scan beside a join, and nobody waits for the longest one.
 */
final class StageTimes extends SparkListener {
  /** Stages with less than this share of all task time are no concern. */
  private static final double LEAST_SHARE = 0.05;

  private static final int LEAST_TASKS = 4;

  /** Of the longest task of a stage. */
  private static final double LEAST_SECONDS = 1;

  private final Map<Integer, List<Double>> seconds = new TreeMap<>();

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    seconds
        .computeIfAbsent(end.stageId(), id -> new ArrayList<>())
        .add(end.taskInfo().duration() / 1000.0);
  }

  /** The largest quotient of a stage's longest task by its median one. */
  synchronized double worst() {
    return seconds.values().stream()
        .filter(this::matters)
        .mapToDouble(StageTimes::ratio)
        .max()
        .orElse(1);
  }

  private boolean matters(List<Double> tasks) {
    double all = seconds.values().stream().mapToDouble(StageTimes::sum).sum();
    return tasks.size() >= LEAST_TASKS
        && longest(tasks) >= LEAST_SECONDS
        && sum(tasks) >= LEAST_SHARE * all;
  }

  private static double ratio(List<Double> tasks) {
    return longest(tasks) / Figures.median(tasks);
  }

  private static double longest(List<Double> tasks) {
    return tasks.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  private static double sum(List<Double> tasks) {
    return tasks.stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Prints each stage that matters. */
  synchronized void print() {
    seconds.forEach(
        (stage, tasks) -> {
          if (matters(tasks)) {
            Map<String, Object> more = new LinkedHashMap<>();
            more.put("tasks", tasks.size());
            more.put("seconds", Figures.rounded(sum(tasks)));
            more.put("median", Figures.rounded(Figures.median(tasks)));
            Figures.print(
                "neighbourhoods.longestByMedianTask.stage" + stage,
                Figures.rounded(ratio(tasks)),
                more);
          }
        });
  }
}
