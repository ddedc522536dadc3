package io.millrace.jobs.evaluate;

import io.millrace.spec.evaluation.Curve;
import io.millrace.spec.evaluation.Curve.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaves out the points of a polyline that show least: again and again the one whose triangle with
 * its neighbours is smallest (Visvalingam and Whyatt 1993), passing over those that would move the
 * area under the line too far from where it was.
 */
final class Thinning {
  private Thinning() {}

  /** At most {@link Curve#MOST_POINTS} of the points, the first and the last among them. */
  static List<Point> of(List<Point> points) {
    List<Point> kept = new ArrayList<>(points);
    double moved = 0;
    while (kept.size() > Curve.MOST_POINTS) {
      int least = least(kept, moved);
      moved += change(kept, least);
      kept.remove(least);
    }
    return kept;
  }

  private static int least(List<Point> points, double moved) {
    int least = 1;
    double leastCost = Double.POSITIVE_INFINITY;
    for (int i = 1; i < points.size() - 1; i++) {
      double change = change(points, i);
      double after = Math.abs(moved + change);
      // Areas are at most 1: whatever keeps within the tolerance goes before all that does not.
      double cost = after <= Curve.AREA_TOLERANCE ? Math.abs(change) : 1 + after;
      if (cost < leastCost) {
        leastCost = cost;
        least = i;
      }
    }
    return least;
  }

  /** What the area under the line gains when a point is left out. */
  private static double change(List<Point> points, int i) {
    Point before = points.get(i - 1);
    Point point = points.get(i);
    Point after = points.get(i + 1);
    return area(before, after) - area(before, point) - area(point, after);
  }

  private static double area(Point from, Point to) {
    return (to.x() - from.x()) * (from.y() + to.y()) / 2;
  }
}
