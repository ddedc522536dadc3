package io.millrace.bigdl.kernel;

/** Softmax over some places of an array, each {@code step} behind the one before. */
final class Softmax {
  private Softmax() {}

  /** Replaces scores by their shares. */
  static void of(float[] scores, int begin, int end, int step) {
    float most = Float.NEGATIVE_INFINITY;
    for (int i = begin; i < end; i += step) {
      most = Math.max(most, scores[i]);
    }
    double sum = 0;
    for (int i = begin; i < end; i += step) {
      double e = Math.exp(scores[i] - most);
      scores[i] = (float) e;
      sum += e;
    }
    float by = (float) (1 / sum);
    for (int i = begin; i < end; i += step) {
      scores[i] *= by;
    }
  }

  /** Replaces the gradient by shares by that by scores. */
  static void back(float[] shares, float[] slopes, int begin, int end, int step) {
    double mean = 0;
    for (int i = begin; i < end; i += step) {
      mean += (double) shares[i] * slopes[i];
    }
    for (int i = begin; i < end; i += step) {
      slopes[i] = shares[i] * (float) (slopes[i] - mean);
    }
  }
}
