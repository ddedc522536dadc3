package io.millrace.spec.network;

import io.millrace.spec.network.GraphLayer.GlobalPool.Kind;
import io.millrace.spec.network.GraphLayer.GraphConv.Normalisation;
import io.millrace.spec.network.GraphLayer.Pairs.Combination;
import io.millrace.spec.network.GraphLayer.SageConv.Aggregator;
import io.millrace.spec.network.GraphNetworkSpec.Convolutions;
import io.millrace.spec.network.GraphNetworkSpec.Decoder;
import io.millrace.spec.network.GraphNetworkSpec.Gat;
import io.millrace.spec.network.GraphNetworkSpec.Gcn;
import io.millrace.spec.network.GraphNetworkSpec.Gin;
import io.millrace.spec.network.GraphNetworkSpec.Graphsage;
import io.millrace.spec.network.GraphNetworkSpec.Pool;
import io.millrace.spec.network.GraphNetworkSpec.Pooling;
import io.millrace.spec.network.GraphNetworkSpec.Readout;
import io.millrace.spec.network.NetworkSpec.Tower;
import io.millrace.spec.network.NetworkSpec.Tower.Norm;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Builds the networks over graphs that definitions name. Nodes of the network are {@code conv-1},
 * {@code conv-1-norm}, {@code conv-1-activation}, {@code conv-1-residual}, {@code conv-1-dropout},
 * {@code conv-1-pool}, {@code readout-1} and so on, {@code conv-out} where a convolution gives the
 * score, {@code pairs} and {@code decoder-1} for pairs of nodes, and {@code output}.
 */
final class GraphNetworks {
  /** Of leaky ReLU in GAT's paper. */
  private static final double SLOPE = 0.2;

  private final GraphNetworkSpec spec;
  private final Convolutions convolutions;
  private final Readout readout;
  private final NetworkNodes nodes;
  private final int width;

  GraphNetworks(GraphNetworkSpec spec, NetworkNodes nodes, int width) {
    this.spec = spec;
    this.convolutions = spec.convolutions();
    this.readout = convolutions.readout();
    this.nodes = nodes;
    this.width = width;
  }

  /** Adds all nodes; gives the name of the score. */
  String build() {
    List<Integer> hidden = convolutions.hidden();
    String last = features();
    List<String> levels = new ArrayList<>();
    if (spec instanceof Gin && readout.graphs() && !readsSparse(last)) {
      levels.add(last);
    }
    for (int i = 0; i < hidden.size(); i++) {
      String name = "conv-" + (i + 1);
      if (embeds(i)) {
        return pairs(convolution(name, hidden.get(i), i, false, last));
      }
      last = hidden(name, i, last);
      last = nodes.dropout(name, convolutions.dropout(), last);
      last = smaller(name, last);
      levels.add(last);
    }
    return readout.graphs() ? graphs(levels) : targets(last);
  }

  /** What the first convolution reads. */
  private String features() {
    String features = nodes.features(spec.embedding());
    if (spec instanceof Gcn || spec instanceof Gat) {
      return nodes.dropout("features", convolutions.dropout(), features);
    }
    boolean multiplies = spec instanceof Graphsage sage && sage.aggregator() == Aggregator.MEAN;
    return readsSparse(features) && !multiplies
        ? nodes.linear("features-dense", convolutions.hidden().get(0), features)
        : features;
  }

  private boolean readsSparse(String value) {
    return nodes.sparse(value);
  }

  private String hidden(String name, int number, String from) {
    int out = convolutions.hidden().get(number);
    String last = activated(name, convolution(name, out, number, true, from));
    if (!convolutions.residual() || number == 0) {
      return last;
    }
    String input = from;
    if (wide(number) != wide(number - 1)) {
      input = nodes.add(name + "-input", new Layer.Linear(wide(number), false), List.of(from));
    }
    return nodes.add(name + "-residual", new Layer.Add(), List.of(last, input));
  }

  /** Width of a hidden convolution's result. */
  private int wide(int number) {
    int out = convolutions.hidden().get(number);
    return spec instanceof Gat gat ? Math.multiplyExact(out, gat.heads(number)) : out;
  }

  private String activated(String name, String from) {
    return nodes.activation(name, convolutions.norm(), convolutions.activation(), from);
  }

  private String convolution(String name, int out, int number, boolean concat, String from) {
    if (spec instanceof Gcn) {
      return nodes.add(name, new GraphLayer.GraphConv(out, Normalisation.SYMMETRIC), List.of(from));
    } else if (spec instanceof Graphsage sage) {
      return nodes.add(name, new GraphLayer.SageConv(out, sage.aggregator()), List.of(from));
    } else if (spec instanceof Gat gat) {
      Layer attention =
          new GraphLayer.GatConv(out, gat.heads(number), concat, SLOPE, gat.attentionDropout());
      return nodes.add(name, attention, List.of(from));
    } else if (spec instanceof Gin gin) {
      String sum = nodes.add(name, new GraphLayer.GinConv(gin.learnEpsilon()), List.of(from));
      String first = activated(name + "-first", nodes.linear(name + "-first", out, sum));
      return nodes.linear(name + "-second", out, first);
    }
    throw new IllegalArgumentException(
        "Cannot build network '%s': it is no network of this version (expected one that it knows)."
            .formatted(spec.name()));
  }

  /** The score of nodes: by a last convolution where the papers have one. */
  private String targets(String from) {
    boolean convolves = spec instanceof Gcn || spec instanceof Gat;
    if (convolves) {
      String scores = convolution("conv-out", width, convolutions.hidden().size(), false, from);
      return nodes.add("output", new GraphLayer.Targets(), List.of(scores));
    }
    String wanted = nodes.add("targets", new GraphLayer.Targets(), List.of(from));
    return nodes.linear("output", width, wanted);
  }

  /** Whether a convolution gives the embeddings that pairs of nodes are scored by. */
  private boolean embeds(int number) {
    return readout.decoder() != null && number == convolutions.hidden().size() - 1;
  }

  private String pairs(String embeddings) {
    Decoder decoder = Objects.requireNonNull(readout.decoder());
    if (decoder.type() == Decoder.Type.DOT) {
      return nodes.add("output", new GraphLayer.Pairs(Combination.DOT), List.of(embeddings));
    }
    String product =
        nodes.add("pairs", new GraphLayer.Pairs(Combination.PRODUCT), List.of(embeddings));
    Tower tower =
        new Tower(decoder.hidden(), convolutions.activation(), Norm.NONE, convolutions.dropout());
    return nodes.linear("output", width, nodes.tower("decoder", tower, product));
  }

  private String smaller(String name, String from) {
    if (readout.pool() != Pool.TOP_K && readout.pool() != Pool.SAG) {
      return from;
    }
    GraphLayer.TopKPool.Score score =
        readout.pool() == Pool.SAG
            ? GraphLayer.TopKPool.Score.GRAPH
            : GraphLayer.TopKPool.Score.PROJECTION;
    Layer pool = new GraphLayer.TopKPool(readout.ratio(), score);
    return nodes.add(name + "-pool", pool, List.of(from));
  }

  /**
   * The score of graphs. Where graphs become smaller step by step, and for GIN, every level is
   * pooled, as in their papers; otherwise the last one is.
   *
   * @param levels results of the hidden convolutions
   */
  private String graphs(List<String> levels) {
    List<String> read = new ArrayList<>(levels);
    boolean all = spec instanceof Gin || readout.pool() == Pool.TOP_K || readout.pool() == Pool.SAG;
    if (!all) {
      read.subList(0, read.size() - 1).clear();
    }
    if (readout.pool() == Pool.DIFF) {
      read.set(read.size() - 1, clustered(read.get(read.size() - 1)));
    }
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < read.size(); i++) {
      rows.add(nodes.add("readout-" + (i + 1), pooling(), List.of(read.get(i))));
    }
    String joined = nodes.concat("readout", rows);
    return nodes.linear("output", width, nodes.dropout("readout", convolutions.dropout(), joined));
  }

  /** Clusters of the nodes, and a convolution over the graph that they make. */
  private String clustered(String from) {
    int number = convolutions.hidden().size() - 1;
    int out = convolutions.hidden().get(number);
    String assignment = convolution("assignment", readout.clusters(), number, false, from);
    String clusters = nodes.add("clusters", new GraphLayer.DiffPool(), List.of(assignment, from));
    Layer coarse = new GraphLayer.GraphConv(out, Normalisation.NONE);
    return activated("coarse", nodes.add("coarse", coarse, List.of(clusters)));
  }

  private Layer pooling() {
    return switch (readout.pooling()) {
      case MEAN -> new GraphLayer.GlobalPool(Kind.MEAN);
      case MAX -> new GraphLayer.GlobalPool(Kind.MAX);
      case SUM -> new GraphLayer.GlobalPool(Kind.SUM);
      case ATTENTION -> new GraphLayer.AttentionPool();
      case NONE -> throw new IllegalStateException(Pooling.NONE + " gives scores of nodes");
    };
  }
}
