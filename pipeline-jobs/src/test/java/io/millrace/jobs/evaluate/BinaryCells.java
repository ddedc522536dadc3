package io.millrace.jobs.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Scored rows of a binary task, as they reach the metrics: one cell for each. */
final class BinaryCells {
  private BinaryCells() {}

  static Cell row(String block, int bin, boolean positive, boolean predicted) {
    double p = positive ? 0.9 : 0.2;
    double loss = -Math.log(positive ? p : 1 - p);
    double error = p - (positive ? 1 : 0);
    return new Cell(block, 0, bin, positive, predicted, 1, p, loss, error * error);
  }

  /** Rows whose scores overlap, with many ties. */
  static List<Cell> overlapping(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      boolean positive = random.nextDouble() < 0.3;
      int bin = 2000 + random.nextInt(60) + (positive ? 20 : 0);
      cells.add(row("b" + i % 10, bin, positive, bin >= 2050));
    }
    return cells;
  }
}
