package io.millrace.benchmarks.train;

import java.util.List;
import java.util.SplittableRandom;

/**
 * What synthetic rows look like.
 *
 * @param dense numbers of a row
 * @param cardinalities of its indices
 * @param classes of the label
 */
record Shape(int dense, List<Integer> cardinalities, int classes) {
  /** Part of the labels that follows from the row; the rest is chance. */
  private static final double SIGNAL = 0.8;

  /** Wide rows of numbers: what costs is arithmetic. */
  static Shape numbers() {
    return new Shape(602, List.of(), 41);
  }

  /** The demo's prepared flights. */
  static Shape flights() {
    return new Shape(3, List.of(25, 8, 17, 230, 230, 4000, 200), 2);
  }

  int indices() {
    return cardinalities.size();
  }

  String denseName(int place) {
    return "d" + place;
  }

  String indexName(int place) {
    return "i" + place;
  }

  /**
   * Fills a row; the same number gives the same row.
   *
   * @param numbers [dense], from -1 to 1
   * @param indices [indices]
   * @return the label
   */
  int fill(long row, float[] numbers, int[] indices) {
    SplittableRandom random = new SplittableRandom(row);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (random.nextInt() >> 7) * 0x1p-24f;
    }
    for (int i = 0; i < indices.length; i++) {
      indices[i] = random.nextInt(cardinalities.get(i));
    }
    boolean follows = random.nextDouble() < SIGNAL;
    double place = follows ? (numbers[0] + 1) / 2 : random.nextDouble();
    return Math.min(classes - 1, (int) (place * classes));
  }
}
