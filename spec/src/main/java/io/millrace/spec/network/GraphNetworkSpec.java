package io.millrace.spec.network;

import io.millrace.spec.network.Layer.Activation.Function;
import io.millrace.spec.network.NetworkSpec.Tower.Norm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network over graphs by name: convolutions along the edges of a graph, then a score for each
 * node or pair of nodes that is asked for, or for each graph. Each index feature gets an embedding.
 */
public sealed interface GraphNetworkSpec extends NetworkSpec {
  /** What its convolutions have in common. */
  Convolutions convolutions();

  /** Steps along edges that reach a node's score before graphs are made smaller. */
  default int hops() {
    return convolutions().hidden().size();
  }

  /**
   * The hidden convolutions, each followed by normalisation, activation and dropout. For pairs of
   * nodes the last one gives the embedding of a node and nothing follows it.
   *
   * @param hidden widths of their results
   * @param dropout rate, 0 for none
   * @param residual whether each but the first adds its input to its result
   */
  record Convolutions(
      List<Integer> hidden,
      Function activation,
      Norm norm,
      double dropout,
      boolean residual,
      Readout readout) {
    public Convolutions {
      hidden = List.copyOf(hidden);
      if (hidden.isEmpty() || hidden.stream().anyMatch(width -> width < 1)) {
        throw new IllegalArgumentException(
            "Cannot build convolutions of widths %s (expected at least one, positive numbers)."
                .formatted(hidden));
      }
      if (!(dropout >= 0 && dropout < 1)) {
        throw new IllegalArgumentException(
            "Cannot build convolutions with dropout = %s (expected 0 or more, less than 1)."
                .formatted(dropout));
      }
    }
  }

  /**
   * Where scores come from.
   *
   * @param pooling how all nodes of a graph become one row; NONE where nodes or pairs have scores
   * @param pool what makes graphs smaller on the way
   * @param ratio share of the nodes that TOP_K and SAG keep, (0, 1]
   * @param clusters of DIFF
   * @param decoder where pairs of nodes have scores; else null
   */
  record Readout(
      Pooling pooling, Pool pool, double ratio, int clusters, @Nullable Decoder decoder) {
    /** Scores of nodes. */
    public static final Readout NODES = new Readout(Pooling.NONE, Pool.NONE, 0.5, 1, null);

    /** Scores of pairs of nodes. */
    public static Readout pairs(Decoder decoder) {
      return new Readout(Pooling.NONE, Pool.NONE, 0.5, 1, decoder);
    }

    public Readout {
      if (pooling == Pooling.NONE && pool != Pool.NONE) {
        throw new IllegalArgumentException(
            "Cannot build a network with a pool but without pooling: nodes would be lost before they have scores (expected pool = none, or pooling = mean for the scores of graphs).");
      }
      if (pooling != Pooling.NONE && decoder != null) {
        throw new IllegalArgumentException(
            "Cannot build a network with pooling and a decoder: graphs or pairs of nodes have scores (expected one of them).");
      }
      if (!(ratio > 0 && ratio <= 1) || clusters < 1) {
        throw new IllegalArgumentException(
            "Cannot build a pool with ratio = %s and clusters = %d (expected more than 0, at most 1, and at least 1)."
                .formatted(ratio, clusters));
      }
    }

    /** Whether nodes have scores. */
    public boolean nodes() {
      return pooling == Pooling.NONE && decoder == null;
    }

    /** Whether graphs have scores instead of nodes. */
    public boolean graphs() {
      return pooling != Pooling.NONE;
    }
  }

  /**
   * How the embeddings of two nodes become the score of the pair, which does not depend on their
   * order.
   *
   * @param hidden widths of the hidden layers of MLP
   */
  record Decoder(Type type, List<Integer> hidden) {
    /** The dot product of both (Kipf & Welling 2016, Variational Graph Auto-Encoders). */
    public static final Decoder DOT = new Decoder(Type.DOT, List.of());

    public Decoder {
      hidden = List.copyOf(hidden);
      if (hidden.stream().anyMatch(width -> width < 1) || (type == Type.DOT && !hidden.isEmpty())) {
        throw new IllegalArgumentException(
            "Cannot build a decoder %s with hidden layers of widths %s (expected %s)."
                .formatted(type, hidden, type == Type.DOT ? "none" : "positive numbers"));
      }
    }

    /** The function. */
    public enum Type {
      DOT,
      /** Hidden layers over the product of both, column by column, and a linear layer. */
      MLP
    }
  }

  /** How all nodes of a graph become one row. */
  enum Pooling {
    NONE,
    MEAN,
    MAX,
    SUM,
    ATTENTION
  }

  /** What makes graphs smaller. */
  enum Pool {
    NONE,
    /** {@link GraphLayer.TopKPool} by a projection, after each hidden convolution. */
    TOP_K,
    /** {@link GraphLayer.TopKPool} by a convolution, after each hidden convolution. */
    SAG,
    /** {@link GraphLayer.DiffPool} after the last hidden convolution. */
    DIFF
  }

  /**
   * Graph convolutions (Kipf & Welling 2017). For nodes a last one gives the score; dropout also
   * acts on the features.
   */
  record Gcn(int embedding, Convolutions convolutions) implements GraphNetworkSpec {
    public Gcn {
      NetworkSpec.width("gcn", embedding);
    }

    @Override
    public String name() {
      return "gcn";
    }

    @Override
    public int hops() {
      return GraphNetworkSpec.withLast(convolutions);
    }
  }

  /** GraphSAGE (Hamilton et al. 2017), a linear layer behind its convolutions. */
  record Graphsage(
      int embedding, Convolutions convolutions, GraphLayer.SageConv.Aggregator aggregator)
      implements GraphNetworkSpec {
    public Graphsage {
      NetworkSpec.width("graphsage", embedding);
    }

    @Override
    public String name() {
      return "graphsage";
    }
  }

  /**
   * Graph attention (Velickovic et al. 2018): the heads of hidden convolutions stand side by side.
   * For nodes a last convolution gives the score as the mean of its heads; dropout also acts on the
   * features.
   *
   * @param heads of each convolution; one number for all
   * @param attentionDropout rate for the weights of attention
   */
  record Gat(int embedding, Convolutions convolutions, List<Integer> heads, double attentionDropout)
      implements GraphNetworkSpec {
    public Gat {
      NetworkSpec.width("gat", embedding);
      heads = List.copyOf(heads);
      int all = GraphNetworkSpec.withLast(convolutions);
      if (heads.stream().anyMatch(h -> h < 1) || (heads.size() != 1 && heads.size() != all)) {
        throw new IllegalArgumentException(
            "Cannot build network 'gat' with heads = %s (expected one positive number, or %d: one for each convolution)."
                .formatted(heads, all));
      }
      if (!(attentionDropout >= 0 && attentionDropout < 1)) {
        throw new IllegalArgumentException(
            "Cannot build network 'gat' with attention-dropout = %s (expected 0 or more, less than 1)."
                .formatted(attentionDropout));
      }
    }

    @Override
    public String name() {
      return "gat";
    }

    @Override
    public int hops() {
      return GraphNetworkSpec.withLast(convolutions);
    }

    int heads(int convolution) {
      return heads.get(heads.size() == 1 ? 0 : convolution);
    }
  }

  /**
   * A graph isomorphism network (Xu et al. 2019): behind each sum over neighbours two linear layers
   * with normalisation and activation. The score of a graph sees the pooled nodes after every
   * convolution, not only the last.
   *
   * @param learnEpsilon whether the weight of the node itself is learnt; otherwise it is 1
   */
  record Gin(int embedding, Convolutions convolutions, boolean learnEpsilon)
      implements GraphNetworkSpec {
    public Gin {
      NetworkSpec.width("gin", embedding);
    }

    @Override
    public String name() {
      return "gin";
    }
  }

  private static int withLast(Convolutions convolutions) {
    return convolutions.hidden().size() + (convolutions.readout().nodes() ? 1 : 0);
  }
}
