package io.millrace.spec.evaluation;

import java.util.List;

/**
 * How two rates of a binary model change with its threshold, on the test split: a polyline from the
 * highest threshold to the lowest, of at most {@value #MOST_POINTS} points. Points are left out
 * only where the area under the line stays within {@value #AREA_TOLERANCE} of that of all points.
 *
 * @param name {@link #ROC} or {@link #PRECISION_RECALL}
 * @param points at least two
 */
public record Curve(String name, List<Point> points) {
  /** x: false positive rate, y: true positive rate; from (0, 0) to (1, 1), both rising. */
  public static final String ROC = "roc";

  /**
   * x: recall, from 0 to 1 and rising; y: precision. It begins at the precision of the highest
   * scores, since there is none without a row.
   */
  public static final String PRECISION_RECALL = "precision-recall";

  /** The most points of a curve. */
  public static final int MOST_POINTS = 200;

  /** How far the area under a curve may be from that under all of its points. */
  public static final double AREA_TOLERANCE = 0.0005;

  public Curve {
    points = List.copyOf(points);
  }

  /**
   * What is reached where rows with a score of at least the threshold count as yes.
   *
   * @param threshold falling; 1 at the first point, where no row counts as yes
   */
  public record Point(double x, double y, double threshold) {}
}
