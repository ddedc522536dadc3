package io.millrace.network;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A named tensor in row-major order. As records with arrays, two tensors are equal only if they
 * share their arrays.
 */
public sealed interface Tensor {
  String name();

  /** The length of each dimension; none for a single value. */
  long[] shape();

  /** 64-bit values. */
  record Doubles(String name, long[] shape, double[] values) implements Tensor {
    public Doubles {
      require(name, shape, values.length);
    }
  }

  /** 32-bit values. */
  record Floats(String name, long[] shape, float[] values) implements Tensor {
    public Floats {
      require(name, shape, values.length);
    }
  }

  /**
   * The number of values of a shape.
   *
   * @throws IllegalArgumentException if a dimension is negative or the number has no place in a
   *     long
   */
  static long count(String name, long... shape) {
    long count = 1;
    try {
      for (long length : shape) {
        count = Math.multiplyExact(count, length < 0 ? Long.MIN_VALUE : length);
      }
    } catch (ArithmeticException e) {
      throw wrongShape(name, shape, "too large", e);
    }
    if (count < 0) {
      throw wrongShape(name, shape, "negative", null);
    }
    return count;
  }

  private static void require(String name, long[] shape, int values) {
    if (count(name, shape) != values) {
      throw wrongShape(name, shape, "not that of %d values".formatted(values), null);
    }
  }

  private static IllegalArgumentException wrongShape(
      String name, long[] shape, String found, @Nullable Exception cause) {
    return new IllegalArgumentException(
        ("Cannot use tensor '%s': its shape %s is %s (expected lengths of 0 or more, one"
                + " value for each place).")
            .formatted(name, Arrays.toString(shape), found),
        cause);
  }
}
