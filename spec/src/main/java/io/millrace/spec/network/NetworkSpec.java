package io.millrace.spec.network;

import io.millrace.spec.network.Layer.Activation.Function;
import java.util.List;

/**
 * A network by name, before its inputs are known. Each index feature gets an embedding of width
 * {@code embedding}, and so does a sparse feature that stands beside others: the sum of the
 * embeddings of its columns, each times its value.
 */
public sealed interface NetworkSpec
    permits NetworkSpec.Mlp,
        NetworkSpec.WideAndDeep,
        NetworkSpec.DeepFm,
        NetworkSpec.Dlrm,
        NetworkSpec.DcnV2,
        GraphNetworkSpec {
  /** The name in definitions, such as {@code wide-and-deep}. */
  String name();

  /** Width of the embeddings. */
  int embedding();

  /**
   * What every hidden layer of a tower looks like: linear, normalisation, activation, dropout.
   *
   * @param norm what normalises
   * @param dropout rate, 0 for none
   */
  record Tower(List<Integer> hidden, Function activation, Norm norm, double dropout) {
    public Tower {
      hidden = List.copyOf(hidden);
      if (hidden.stream().anyMatch(width -> width < 1)) {
        throw new IllegalArgumentException(
            "Cannot build hidden layers of widths %s (expected positive numbers)."
                .formatted(hidden));
      }
      if (!(dropout >= 0 && dropout < 1)) {
        throw new IllegalArgumentException(
            "Cannot build hidden layers with dropout = %s (expected 0 or more, less than 1)."
                .formatted(dropout));
      }
    }

    /** Normalisation after a linear layer. */
    public enum Norm {
      NONE,
      BATCH,
      LAYER
    }
  }

  /** Embeddings and numbers side by side, a tower, a linear layer. */
  record Mlp(int embedding, Tower deep) implements NetworkSpec {
    public Mlp {
      width("mlp", embedding);
    }

    @Override
    public String name() {
      return "mlp";
    }
  }

  /** A linear model of all features, added to an {@link Mlp} (Cheng et al. 2016). */
  record WideAndDeep(int embedding, Tower deep) implements NetworkSpec {
    public WideAndDeep {
      width("wide-and-deep", embedding);
    }

    @Override
    public String name() {
      return "wide-and-deep";
    }
  }

  /**
   * A linear model and a factorisation machine over the embeddings, added to an {@link Mlp} over
   * the same embeddings (Guo et al. 2017).
   */
  record DeepFm(int embedding, Tower deep) implements NetworkSpec {
    public DeepFm {
      width("deepfm", embedding);
    }

    @Override
    public String name() {
      return "deepfm";
    }
  }

  /**
   * Numbers through the bottom tower to a vector as wide as an embedding; the dot products of it
   * and the embeddings beside it; the top tower; a linear layer (Naumov et al. 2019).
   */
  record Dlrm(int embedding, Tower bottom, Tower top) implements NetworkSpec {
    public Dlrm {
      width("dlrm", embedding);
    }

    @Override
    public String name() {
      return "dlrm";
    }
  }

  /**
   * Cross layers over embeddings and numbers, beside a tower, then a linear layer over both (the
   * parallel structure of Wang et al. 2021).
   *
   * @param crossLayers number of cross layers
   * @param rank of their matrices, 0 for full ones
   */
  record DcnV2(int embedding, int crossLayers, int rank, Tower deep) implements NetworkSpec {
    public DcnV2 {
      width("dcn-v2", embedding);
      if (crossLayers < 1 || rank < 0) {
        throw new IllegalArgumentException(
            "Cannot build network 'dcn-v2' with cross-layers = %d and rank = %d (expected at least 1 and 0)."
                .formatted(crossLayers, rank));
      }
    }

    @Override
    public String name() {
      return "dcn-v2";
    }
  }

  /** Refuses a width of embeddings that is none. */
  static void width(String network, int width) {
    if (width < 1) {
      throw new IllegalArgumentException(
          "Cannot build network '%s' with embedding = %d (expected at least 1)."
              .formatted(network, width));
    }
  }
}
