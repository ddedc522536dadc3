package io.millrace.spec.network;

/**
 * What a node of a {@link Network} computes along the edges of a graph.
 *
 * <p>{@code x} has a row for each node of the graph, [nodes, in]; a message goes along a directed
 * edge j → i from its source j to its target i and is weighted by {@code w_ij}, which is 1 where
 * edges have no weights. Several edges j → i count each. A mini-batch is the disjoint union of its
 * graphs, so no message passes between two of them.
 */
public sealed interface GraphLayer extends Layer {
  /**
   * Graph convolution (Kipf & Welling 2017). With {@code h = x W'}, W: [out, in], b: [out]:
   *
   * <ul>
   *   <li>{@code SYMMETRIC}: {@code y_i = h_i / d_i + sum_j w_ij h_j / sqrt(d_i d_j) + b} with
   *       {@code d_i = 1 + sum_j w_ij}, taken over all edges into i of the whole graph, also where
   *       the batch has only a sample of them.
   *   <li>{@code NONE}: {@code y_i = h_i + sum_j w_ij h_j + b}.
   * </ul>
   */
  record GraphConv(int out, Normalisation normalisation) implements GraphLayer {
    public GraphConv {
      positive("graph-conv", "out", out);
    }

    /** What the sum over neighbours is divided by. */
    public enum Normalisation {
      SYMMETRIC,
      NONE
    }
  }

  /**
   * GraphSAGE (Hamilton et al. 2017): {@code y_i = x_i S' + n_i N' + b}, S: [out, in], b: [out].
   *
   * <ul>
   *   <li>{@code MEAN}: {@code n_i = sum_j w_ij x_j / sum_j w_ij}, N: [out, in].
   *   <li>{@code MAX}: {@code n_i = max_j relu(x_j P' + p)} for each column, P: [in, in], p: [in];
   *       weights do not count.
   * </ul>
   *
   * <p>{@code n_i = 0} where no edge leads to i.
   */
  record SageConv(int out, Aggregator aggregator) implements GraphLayer {
    public SageConv {
      positive("sage-conv", "out", out);
    }

    /** How neighbours become one vector. */
    public enum Aggregator {
      MEAN,
      MAX
    }
  }

  /**
   * Graph attention (Velickovic et al. 2018) with H heads. For each head with {@code h = x W'}, W:
   * [out, in] (all heads: [H out, in]), source: [H, out], target: [H, out]: {@code e_ij =
   * leaky_relu(source . h_j + target . h_i)} over the edges j → i and i itself, {@code a_ij} their
   * softmax over j, and {@code y_i = sum_j a_ij h_j}. Weights do not count. b: as wide as the
   * result.
   *
   * @param out width of each head
   * @param concat heads side by side, [nodes, H out]; otherwise their mean, [nodes, out]
   * @param slope of leaky_relu below 0
   * @param dropout rate for the {@code a_ij} in training
   */
  record GatConv(int out, int heads, boolean concat, double slope, double dropout)
      implements GraphLayer {
    public GatConv {
      positive("gat-conv", "out", out);
      positive("gat-conv", "heads", heads);
      if (!(dropout >= 0 && dropout < 1)) {
        throw new IllegalArgumentException(
            "Cannot build a gat-conv layer with dropout = %s (expected 0 or more, less than 1)."
                .formatted(dropout));
      }
    }
  }

  /**
   * The aggregation of a graph isomorphism network (Xu et al. 2019): {@code y_i = (1 + epsilon) x_i
   * + sum_j w_ij x_j}; its hidden layers are nodes behind it.
   *
   * @param learnt whether epsilon, [1], is learnt from 0 on; otherwise it is 0
   */
  record GinConv(boolean learnt) implements GraphLayer {}

  /** One row for each graph from all of its nodes: [graphs, in]. A graph without nodes gives 0. */
  record GlobalPool(Kind kind) implements GraphLayer {
    /** The functions of each column. */
    public enum Kind {
      MEAN,
      MAX,
      SUM
    }
  }

  /**
   * Attention over the nodes of each graph (Li et al. 2016): {@code sum_i a_i x_i} with {@code a}
   * the softmax of {@code x w' + b} within the graph, w: [1, in], b: [1]; gives [graphs, in].
   */
  record AttentionPool() implements GraphLayer {}

  /**
   * Keeps the {@code ceil(ratio n)} nodes with the highest score of each graph of n nodes and the
   * edges among them: {@code y_i = x_i tanh(s_i)} (Gao & Ji 2019). Scores are compared as {@code
   * rint(1024 s_i)}, half to even: nodes that mirror each other differ by rounding alone, which is
   * not the same in every engine. Of equal scores the node that stands first is kept. What follows
   * sees the smaller graph; its {@code d_i} are those of the edges that are left.
   *
   * @param score {@code PROJECTION}: {@code s = x p' / |p|}, p: [1, in]; {@code GRAPH}: a {@link
   *     GraphConv} of width 1 (SAGPool, Lee et al. 2019)
   */
  record TopKPool(double ratio, Score score) implements GraphLayer {
    /** Steps between scores that differ by 1. */
    public static final int STEPS = 1024;

    public TopKPool {
      if (!(ratio > 0 && ratio <= 1)) {
        throw new IllegalArgumentException(
            "Cannot build a top-k-pool layer with ratio = %s (expected more than 0, at most 1)."
                .formatted(ratio));
      }
    }

    /** Where scores come from. */
    public enum Score {
      PROJECTION,
      GRAPH
    }
  }

  /**
   * Differentiable pooling (Ying et al. 2018) of each graph to C clusters. Inputs: assignment s:
   * [nodes, C] and embedding z: [nodes, width]. With {@code S = softmax(s)} over the clusters of a
   * node: {@code y = S' z}, C rows for each graph, and the new graph has all edges among its C
   * nodes with the weights {@code (S' A S)}, A_ij = w_ij for j → i. Its auxiliary losses are not
   * used.
   */
  record DiffPool() implements GraphLayer {}

  /** The rows of those nodes that the batch asks for: [targets, in]. */
  record Targets() implements GraphLayer {}

  /**
   * For each pair (u, v) of nodes that the batch asks for: {@code DOT} gives {@code x_u . x_v},
   * [pairs, 1]; {@code PRODUCT} gives {@code x_u * x_v}, [pairs, in]; {@code CONCAT} gives x_u and
   * x_v side by side, [pairs, 2 in].
   */
  record Pairs(Combination combination) implements GraphLayer {
    /** How two nodes become one row. */
    public enum Combination {
      DOT,
      PRODUCT,
      CONCAT
    }
  }

  private static void positive(String layer, String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "Cannot build a %s layer with %s = %d (expected at least 1)."
              .formatted(layer, key, value));
    }
  }
}
