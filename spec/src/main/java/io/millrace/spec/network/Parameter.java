package io.millrace.spec.network;

import java.util.List;

/**
 * A tensor of a network that training changes.
 *
 * @param name {@code <node>.<role>}, such as {@code hidden-1.weight}; the name in a safetensors
 *     file
 * @param shape row-major
 * @param kind how it begins and how it is updated
 */
public record Parameter(String name, List<Integer> shape, Kind kind) {
  public Parameter {
    shape = List.copyOf(shape);
  }

  /** What a parameter is. */
  public enum Kind {
    /** A matrix [out, in]: uniform of Glorot & Bengio (2010) at the start, decays. */
    MATRIX,
    /** A table of vectors that starts small (see {@link Layer.Embedding.Start}), decays. */
    TABLE,
    /** A table that starts at zero, decays. */
    ZERO_TABLE,
    /** Starts at zero, does not decay. */
    BIAS,
    /** Starts at one, does not decay. */
    SCALE,
    /** A running average that starts at zero; no gradient, no optimiser. */
    RUNNING_MEAN,
    /** A running average that starts at one; no gradient, no optimiser. */
    RUNNING_VARIANCE;

    /** Whether it follows batches instead of a gradient. */
    public boolean running() {
      return this == RUNNING_MEAN || this == RUNNING_VARIANCE;
    }

    /** Whether weight decay applies. */
    public boolean decays() {
      return this == MATRIX || this == TABLE || this == ZERO_TABLE;
    }
  }

  /** Numbers that it holds. */
  public int size() {
    return shape.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
  }
}
