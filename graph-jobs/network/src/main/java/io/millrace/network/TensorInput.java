package io.millrace.network;

import java.util.List;

/**
 * An input of an exported file that is no raw column.
 *
 * @param shape of sizes, each a number or the name of one that comes with the input; empty for a
 *     single number
 */
public record TensorInput(String name, Type type, List<String> shape) {
  public TensorInput {
    shape = List.copyOf(shape);
  }

  /** What its numbers are. */
  public enum Type {
    INT64,
    FLOAT
  }

  static TensorInput int64(String name, String... shape) {
    return new TensorInput(name, Type.INT64, List.of(shape));
  }

  static TensorInput real(String name, String... shape) {
    return new TensorInput(name, Type.FLOAT, List.of(shape));
  }
}
