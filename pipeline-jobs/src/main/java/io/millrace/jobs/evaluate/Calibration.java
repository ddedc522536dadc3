package io.millrace.jobs.evaluate;

import io.millrace.spec.evaluation.ModelEvaluation.CalibrationBin;
import java.util.ArrayList;
import java.util.List;

/** Tenths of the rows by rising probability: what was predicted, what came. */
final class Calibration {
  private static final int BINS = 10;

  private Calibration() {}

  /**
   * Joins bins of scores to tenths; fewer where many rows have one score.
   *
   * @param bins by rising score
   */
  static List<CalibrationBin> of(List<ScoreBin> bins) {
    long all = bins.stream().mapToLong(ScoreBin::rows).sum();
    List<CalibrationBin> result = new ArrayList<>();
    double p = 0;
    long rows = 0;
    long hits = 0;
    long seen = 0;
    for (ScoreBin bin : bins) {
      rows += bin.rows();
      p += bin.p();
      hits += bin.hits();
      seen += bin.rows();
      if (seen >= (result.size() + 1) * all / BINS) {
        result.add(new CalibrationBin(p / rows, hits / (double) rows, rows));
        p = 0;
        rows = 0;
        hits = 0;
      }
    }
    return result;
  }
}
