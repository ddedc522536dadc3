package io.millrace.benchmarks.graph;

import io.millrace.benchmarks.measure.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** How long the tasks of each stage took. */
final class StageTimes extends SparkListener {
  /** Stages with less than this share of all task time are no concern. */
  private static final double LEAST_SHARE = 0.05;

  private static final int LEAST_TASKS = 4;

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
    return tasks.size() >= LEAST_TASKS && sum(tasks) >= LEAST_SHARE * all;
  }

  private static double ratio(List<Double> tasks) {
    double longest = tasks.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    return longest / Figures.median(tasks);
  }

  private static double sum(List<Double> tasks) {
    return tasks.stream().mapToDouble(Double::doubleValue).sum();
  }

  /** A line for each stage that matters, for people. */
  synchronized void describe() {
    seconds.forEach(
        (stage, tasks) -> {
          if (matters(tasks)) {
            System.err.printf(
                "stage %d: %d tasks, %.1f s, median %.2f s, longest by median %.2f%n",
                stage, tasks.size(), sum(tasks), Figures.median(tasks), ratio(tasks));
          }
        });
  }
}
