package io.millrace.benchmarks.measure;

import io.millrace.handoff.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures as lines of JSON on standard output. */
public final class Figures {
  private Figures() {}

  /** Prints a figure with its name and what else is to be known of it. */
  public static void print(String name, Number value, Map<String, Object> more) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("figure", name);
    line.put("value", value);
    line.putAll(more);
    System.out.println(Json.line(line));
  }

  /** To three digits behind the point. */
  public static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  /** The middle one, or the mean of the two in the middle; at least one value. */
  public static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** The smallest and the largest value, rounded, as {@code low} and {@code high}. */
  public static Map<String, Object> spread(List<Double> values) {
    Map<String, Object> spread = new LinkedHashMap<>();
    spread.put("low", rounded(values.stream().min(Double::compare).orElseThrow()));
    spread.put("high", rounded(values.stream().max(Double::compare).orElseThrow()));
    return spread;
  }
}
