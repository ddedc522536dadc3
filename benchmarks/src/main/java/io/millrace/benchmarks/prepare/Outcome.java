package io.millrace.benchmarks.prepare;

import io.millrace.handoff.Json;
import java.util.Map;

/**
 * What one measurement gave.
 *
 * @param seconds from the open Spark session to the last file
 * @param cpuSeconds of all processors in that time
 * @param phases seconds by phase
 * @param rejected rows by first reason
 * @param splits prepared rows by split
 * @param constants fitted numbers, to see that both programs fitted the same
 */
record Outcome(
    double seconds,
    double cpuSeconds,
    Map<String, Double> phases,
    long rowsIn,
    long rowsOut,
    Map<String, Long> rejected,
    Map<String, Long> splits,
    Map<String, Double> constants) {
  private static final double TOLERANCE = 0.01;

  /** Marks the line of standard output that holds the outcome. */
  static final String PREFIX = "@outcome ";

  void print() {
    System.out.println(PREFIX + Json.line(this));
    System.out.flush();
  }

  /**
   * Refuses to compare the times of programs that did different work.
   *
   * @throws IllegalStateException if the counts differ, or fitted numbers by more than 1 %
   */
  void refuseOther(Outcome reference) {
    if (!counts().equals(reference.counts())) {
      throw differ(counts(), reference.counts());
    }
    constants.forEach(
        (name, value) -> {
          double other = reference.constants.getOrDefault(name, Double.NaN);
          if (!(Math.abs(value - other) <= TOLERANCE * Math.abs(other))) {
            throw differ(name + "=" + value, name + "=" + other);
          }
        });
  }

  private String counts() {
    return "%d in, %d out, rejected %s, splits %s"
        .formatted(
            rowsIn, rowsOut, new java.util.TreeMap<>(rejected), new java.util.TreeMap<>(splits));
  }

  private static IllegalStateException differ(String ours, String reference) {
    return new IllegalStateException(
        "Cannot compare the times: Millrace gave %s (expected the reference's %s). Find out which of the two is wrong."
            .formatted(ours, reference));
  }
}
