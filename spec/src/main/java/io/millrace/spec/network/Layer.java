package io.millrace.spec.network;

/**
 * What a node of a {@link Network} computes. All values have the shape [rows, width]; {@code x} is
 * the first input. Numbers are floats. In a network over graphs the rows are nodes until a {@link
 * GraphLayer} makes the rows of the score from them.
 */
public sealed interface Layer
    permits Layer.Linear,
        Layer.Embedding,
        Layer.Activation,
        Layer.Dropout,
        Layer.BatchNorm,
        Layer.LayerNorm,
        Layer.Concat,
        Layer.Add,
        Layer.Cross,
        Layer.FactorisationMachine,
        Layer.DotInteraction,
        GraphLayer {
  /**
   * {@code x W' + b}. x: [rows, in], W: [out, in], b: [out]; gives [rows, out].
   *
   * @param out width of the output
   * @param bias whether b is there
   */
  record Linear(int out, boolean bias) implements Layer {
    public Linear {
      positive("linear", "out", out);
    }
  }

  /**
   * Row {@code index} of a table. Input: an index of the network; table: [cardinality, out]; gives
   * [rows, out]. With out = 1 it is the weight of a one-hot feature in a linear model.
   *
   * @param start how the table begins
   */
  record Embedding(int out, Start start) implements Layer {
    public Embedding {
      positive("embedding", "out", out);
    }

    /** First values of a table. */
    public enum Start {
      /** All zero, as for the weights of a linear model. */
      ZERO,
      /** Normal with standard deviation {@code 1 / sqrt(out)} times 0.1. */
      SMALL
    }
  }

  /** A function of each number. */
  record Activation(Function function) implements Layer {
    /** The functions. */
    public enum Function {
      /** {@code max(x, 0)}. */
      RELU,
      /** {@code x > 0 ? x : 0.01 x}. */
      LEAKY_RELU,
      /** {@code x > 0 ? x : exp(x) - 1}. */
      ELU,
      /** {@code x / (1 + exp(-x))} (Elfwing et al. 2017; also called swish). */
      SILU,
      TANH,
      SIGMOID
    }
  }

  /**
   * In training each number is 0 with this probability, and otherwise divided by {@code 1 - rate}
   * (Srivastava et al. 2014); outside of training the identity.
   */
  record Dropout(double rate) implements Layer {
    public Dropout {
      if (!(rate >= 0 && rate < 1)) {
        throw new IllegalArgumentException(
            "Cannot build a dropout layer with rate = %s (expected 0 or more, less than 1)."
                .formatted(rate));
      }
    }
  }

  /**
   * {@code (x - mean) / sqrt(variance + epsilon) * scale + shift} for each column (Ioffe & Szegedy
   * 2015): in training over the rows that are computed together, outside of training by running
   * averages, of which each step takes {@code momentum} from the new batch. scale, shift, mean,
   * variance: [width].
   */
  record BatchNorm(double momentum, double epsilon) implements Layer {
    public BatchNorm {
      positive("batch-norm", "epsilon", epsilon);
      if (!(momentum > 0 && momentum <= 1)) {
        throw new IllegalArgumentException(
            "Cannot build a batch-norm layer with momentum = %s (expected more than 0, at most 1)."
                .formatted(momentum));
      }
    }
  }

  /**
   * {@code (x - mean) / sqrt(variance + epsilon) * scale + shift} over each row (Ba et al. 2016).
   * scale, shift: [width].
   */
  record LayerNorm(double epsilon) implements Layer {
    public LayerNorm {
      positive("layer-norm", "epsilon", epsilon);
    }
  }

  /** Its inputs side by side, in their order. */
  record Concat() implements Layer {}

  /** The sum of its inputs, all of one width. */
  record Add() implements Layer {}

  /**
   * A cross layer of DCN-v2 (Wang et al. 2021): {@code x0 * (x W' + b) + x} for the inputs x0 and
   * x, all [rows, width]. W: [width, width], b: [width]. With a rank, {@code W = U V'} with U:
   * [width, rank] and V: [width, rank].
   *
   * @param rank 0 for the full matrix
   */
  record Cross(int rank) implements Layer {
    public Cross {
      if (rank < 0) {
        throw new IllegalArgumentException(
            "Cannot build a cross layer with rank = %d (expected 0 or more).".formatted(rank));
      }
    }
  }

  /**
   * The second-order term of a factorisation machine (Rendle 2010) over k vectors of one width:
   * {@code 0.5 * sum_d ((sum_i v_i[d])^2 - sum_i v_i[d]^2)}; gives [rows, 1].
   */
  record FactorisationMachine() implements Layer {}

  /**
   * The dot products of all pairs of its k inputs (Naumov et al. 2019), in the order (1,0), (2,0),
   * (2,1), (3,0), ...; gives [rows, k (k - 1) / 2].
   */
  record DotInteraction() implements Layer {}

  private static void positive(String layer, String key, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(
          "Cannot build a %s layer with %s = %s (expected a positive number)."
              .formatted(layer, key, value));
    }
  }
}
