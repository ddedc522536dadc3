package io.millrace.bigdl.kernel;

import com.intel.analytics.bigdl.mkl.MKL;

/** Products of row-major matrices by the MKL that BigDL brings. */
final class Blas {
  private Blas() {}

  /** {@code c = a b' + beta c}; a: [m, k], b: [n, k], c: [m, n]. */
  static void timesTransposed(
      int m, int n, int k, float[] a, int ao, float[] b, int bo, float beta, float[] c, int co) {
    // Row-major c = a b' is column-major c' = b a'.
    MKL.vsgemm('T', 'N', n, m, k, 1, b, bo, k, a, ao, k, beta, c, co, n);
  }

  /** {@code c = a b + beta c}; a: [m, k], b: [k, n], c: [m, n]. */
  static void times(
      int m, int n, int k, float[] a, int ao, float[] b, int bo, float beta, float[] c, int co) {
    MKL.vsgemm('N', 'N', n, m, k, 1, b, bo, n, a, ao, k, beta, c, co, n);
  }

  /** {@code c = a' b + beta c}; a: [k, m], b: [k, n], c: [m, n]. */
  static void transposedTimes(
      int m, int n, int k, float[] a, int ao, float[] b, int bo, float beta, float[] c, int co) {
    MKL.vsgemm('N', 'T', n, m, k, 1, b, bo, n, a, ao, m, beta, c, co, n);
  }
}
