package io.millrace.bigdl.data;

/**
 * Some rows side by side, as kernels read them. Arrays may be longer than the rows need; the owner
 * fills them again for the next mini-batch.
 */
public final class Rows {
  private int count;
  private float[] dense = new float[0];
  private final int[][] indices;
  private float[] labels = new float[0];
  private long[] seeds = new long[0];
  private final int denseWidth;
  private double share = 1;

  /**
   * @param denseWidth numbers of each row
   * @param indices of each row
   */
  public Rows(int denseWidth, int indices) {
    this.denseWidth = denseWidth;
    this.indices = new int[indices][0];
  }

  /** Makes room for so many rows. */
  public void resize(int rows) {
    count = rows;
    if (labels.length < rows) {
      dense = new float[rows * denseWidth];
      labels = new float[rows];
      seeds = new long[rows];
      for (int i = 0; i < indices.length; i++) {
        indices[i] = new int[rows];
      }
    }
  }

  public int count() {
    return count;
  }

  /** [rows, denseWidth]. */
  public float[] dense() {
    return dense;
  }

  /** One index of all rows, [rows], by its place. */
  public int[] indices(int place) {
    return indices[place];
  }

  /** [rows]. */
  public float[] labels() {
    return labels;
  }

  /** What random decisions about a row depend on, in this epoch. */
  public long seed(int row) {
    return seeds[row];
  }

  void seed(int row, long seed) {
    seeds[row] = seed;
  }

  /**
   * The number of rows that the sum of losses is divided by: the mean over all rows of the step,
   * although its cores have different numbers of them.
   */
  public double share() {
    return share;
  }

  public void share(double rows) {
    share = rows;
  }
}
