package io.millrace.jobs.evaluate;

import io.millrace.spec.evaluation.Curve;
import io.millrace.spec.evaluation.Curve.Point;
import java.util.ArrayList;
import java.util.List;

/** The curves of a binary model over its thresholds. They are as fine as the bins of scores. */
final class Curves {
  private final List<Point> roc = new ArrayList<>();
  private final List<Point> precisionRecall = new ArrayList<>();

  private Curves() {}

  /**
   * ROC and precision over recall; none where all rows are of one class.
   *
   * @param bins with rows, by rising score
   */
  static List<Curve> of(List<ScoreBin> bins) {
    double positives = bins.stream().mapToLong(ScoreBin::hits).sum();
    double negatives = bins.stream().mapToLong(ScoreBin::rows).sum() - positives;
    if (positives == 0 || negatives == 0) {
      return List.of();
    }
    Curves curves = new Curves();
    curves.trace(bins, positives, negatives);
    return List.of(
        new Curve(Curve.ROC, Thinning.of(curves.roc)),
        new Curve(Curve.PRECISION_RECALL, Thinning.of(curves.precisionRecall)));
  }

  private void trace(List<ScoreBin> bins, double positives, double negatives) {
    roc.add(new Point(0, 0, 1));
    long hits = 0;
    long taken = 0;
    for (int i = bins.size() - 1; i >= 0; i--) {
      ScoreBin bin = bins.get(i);
      hits += bin.hits();
      taken += bin.rows();
      double threshold = Cells.threshold(bin.bin());
      double recall = hits / positives;
      double precision = hits / (double) taken;
      if (precisionRecall.isEmpty()) {
        precisionRecall.add(new Point(0, precision, 1));
      }
      roc.add(new Point((taken - hits) / negatives, recall, threshold));
      precisionRecall.add(new Point(recall, precision, threshold));
    }
  }
}
