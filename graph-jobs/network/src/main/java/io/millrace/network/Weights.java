package io.millrace.network;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tensors of weights.safetensors, each taken once with the shape that it must have. */
final class Weights {
  private final Map<String, Tensor> left;

  Weights(Map<String, Tensor> tensors) {
    this.left = new LinkedHashMap<>(tensors);
  }

  double[] vector(String name, int length) {
    return values(name, length);
  }

  double[][] matrix(String name, int rows, int columns) {
    double[] values = values(name, rows, columns);
    double[][] matrix = new double[rows][];
    for (int r = 0; r < rows; r++) {
      matrix[r] = Arrays.copyOfRange(values, r * columns, (r + 1) * columns);
    }
    return matrix;
  }

  void requireAllTaken() {
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot read weights.safetensors: it holds %s (expected only what network.json names)."
              .formatted(left.keySet()));
    }
  }

  private double[] values(String name, long... shape) {
    return take(Tensor.Doubles.class, name, shape).values();
  }

  /** Values of a tensor of floats. */
  float[] floats(String name, long... shape) {
    return take(Tensor.Floats.class, name, shape).values();
  }

  private <T extends Tensor> T take(Class<T> type, String name, long... shape) {
    Tensor tensor = left.remove(name);
    if (type.isInstance(tensor) && Arrays.equals(tensor.shape(), shape)) {
      return type.cast(tensor);
    }
    String found =
        tensor == null
            ? "missing"
            : tensor.getClass().getSimpleName() + " of shape " + Arrays.toString(tensor.shape());
    throw new IllegalArgumentException(
        ("Cannot read weights.safetensors: tensor '%s' is %s (expected %s of shape %s,"
                + " as network.json says).")
            .formatted(name, found, type.getSimpleName(), Arrays.toString(shape)));
  }

  /** A tensor of [rows][columns]. */
  static Tensor of(String name, double[][] rows, int columns) {
    double[] values = new double[Math.multiplyExact(rows.length, columns)];
    for (int r = 0; r < rows.length; r++) {
      if (rows[r].length != columns) {
        throw new IllegalArgumentException(
            "Cannot write tensor '%s': row %d has the length %d (expected %d)."
                .formatted(name, r, rows[r].length, columns));
      }
      System.arraycopy(rows[r], 0, values, r * columns, columns);
    }
    return new Tensor.Doubles(name, new long[] {rows.length, columns}, values);
  }

  static Tensor of(String name, double... values) {
    return new Tensor.Doubles(name, new long[] {values.length}, values);
  }
}
