package io.millrace.bigdl.kernel;

import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.GraphLayer.GraphConv;
import io.millrace.spec.network.GraphLayer.GraphConv.Normalisation;
import io.millrace.spec.network.GraphLayer.SageConv;
import io.millrace.spec.network.GraphLayer.SageConv.Aggregator;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Layer.Activation.Function;
import io.millrace.spec.network.Layer.Embedding.Start;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Dense;
import io.millrace.spec.network.Network.Index;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.network.Network.Sparse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Networks over graphs: each layer behind trainable ones and at the input, and whole networks. */
final class GraphNetworks {
  private static final List<Network.Input> INPUTS =
      List.of(
          new Dense("dense", List.of("d1", "d2", "d3", "d4")),
          new Sparse("sparse", 9),
          new Index("a", 5));

  private GraphNetworks() {}

  /** All that is tested, by name. */
  static Map<String, Network> all() {
    Map<String, Network> networks = new LinkedHashMap<>();
    convolutions()
        .forEach(
            (name, layer) -> {
              networks.put(name + " of a value", scored(behind(layer)));
              networks.put(name + " of numbers", scored(at("dense", layer)));
              if (!name.startsWith("gin") && !name.startsWith("sage-max")) {
                networks.put(name + " of sparse numbers", scored(at("sparse", layer)));
              }
            });
    networks.put("linear of sparse numbers", scored(at("sparse", new Layer.Linear(3, true))));
    for (GraphLayer.GlobalPool.Kind kind : GraphLayer.GlobalPool.Kind.values()) {
      networks.put(kind + " of graphs", behind(new GraphLayer.GlobalPool(kind)));
    }
    networks.put("attention-pool", behind(new GraphLayer.AttentionPool()));
    networks.put("attention-pool of numbers", at("dense", new GraphLayer.AttentionPool()));
    for (GraphLayer.TopKPool.Score score : GraphLayer.TopKPool.Score.values()) {
      networks.put("top-k by " + score, pooledTwice(score));
      networks.put("top-k of numbers by " + score, topKOfNumbers(score));
    }
    networks.put("diff-pool", diffPool());
    for (GraphLayer.Pairs.Combination combination : GraphLayer.Pairs.Combination.values()) {
      networks.put(combination + " of pairs", behind(new GraphLayer.Pairs(combination)));
    }
    networks.putAll(whole());
    return networks;
  }

  private static Map<String, GraphLayer> convolutions() {
    Map<String, GraphLayer> layers = new LinkedHashMap<>();
    for (int out : new int[] {2, 5}) {
      layers.put("graph-conv to " + out, new GraphConv(out, Normalisation.SYMMETRIC));
      layers.put("plain graph-conv to " + out, new GraphConv(out, Normalisation.NONE));
      layers.put("sage-mean to " + out, new SageConv(out, Aggregator.MEAN));
    }
    layers.put("sage-max", new SageConv(3, Aggregator.MAX));
    layers.put("gat", new GraphLayer.GatConv(3, 1, true, 0.2, 0));
    layers.put("gat of 2 heads", new GraphLayer.GatConv(3, 2, true, 0.2, 0));
    layers.put("gat of the mean of 3 heads", new GraphLayer.GatConv(2, 3, false, 0.1, 0));
    layers.put("gin", new GraphLayer.GinConv(false));
    layers.put("gin with epsilon", new GraphLayer.GinConv(true));
    return layers;
  }

  private static Map<String, Network> whole() {
    return Map.of(
        "gcn",
        network(
            node("conv-1", new GraphConv(5, Normalisation.SYMMETRIC), "sparse"),
            node("relu", new Layer.Activation(Function.RELU), "conv-1"),
            node("conv-2", new GraphConv(3, Normalisation.SYMMETRIC), "relu"),
            node("output", new GraphLayer.Targets(), "conv-2")),
        "graphsage with residuals",
        network(
            node("embedding", new Layer.Embedding(2, Start.SMALL), "a"),
            node("reduced", new Layer.Linear(2, true), "sparse"),
            node("all", new Layer.Concat(), "embedding", "reduced", "dense"),
            node("conv-1", new SageConv(6, Aggregator.MEAN), "all"),
            node("norm", new Layer.LayerNorm(1e-5), "conv-1"),
            node("tanh", new Layer.Activation(Function.TANH), "norm"),
            node("conv-2", new SageConv(6, Aggregator.MAX), "tanh"),
            node("sum", new Layer.Add(), "conv-2", "tanh"),
            node("targets", new GraphLayer.Targets(), "sum"),
            node("output", new Layer.Linear(1, true), "targets")),
        "gat of two layers",
        network(
            node("conv-1", new GraphLayer.GatConv(3, 2, true, 0.2, 0), "sparse"),
            node("elu", new Layer.Activation(Function.ELU), "conv-1"),
            node("conv-2", new GraphLayer.GatConv(2, 2, false, 0.2, 0), "elu"),
            node("pairs", new GraphLayer.Pairs(GraphLayer.Pairs.Combination.PRODUCT), "conv-2"),
            node("output", new Layer.Linear(1, true), "pairs")),
        "gin with all poolings",
        network(
            node("conv-1", new GraphLayer.GinConv(true), "dense"),
            node("wide-1", new Layer.Linear(5, true), "conv-1"),
            node("relu-1", new Layer.Activation(Function.RELU), "wide-1"),
            node("conv-2", new GraphLayer.GinConv(true), "relu-1"),
            node("wide-2", new Layer.Linear(4, true), "conv-2"),
            node("sum", new GraphLayer.GlobalPool(GraphLayer.GlobalPool.Kind.SUM), "relu-1"),
            node("max", new GraphLayer.GlobalPool(GraphLayer.GlobalPool.Kind.MAX), "wide-2"),
            node("attention", new GraphLayer.AttentionPool(), "wide-2"),
            node("both", new Layer.Concat(), "sum", "max", "attention"),
            node("output", new Layer.Linear(2, true), "both")));
  }

  /** Linear, a pooling, a convolution whose degrees are those of what is left, and once more. */
  private static Network pooledTwice(GraphLayer.TopKPool.Score score) {
    return network(
        node("first", new Layer.Linear(4, true), "dense"),
        node("pool-1", new GraphLayer.TopKPool(0.7, score), "first"),
        node("conv", new GraphConv(4, Normalisation.SYMMETRIC), "pool-1"),
        node("tanh", new Layer.Activation(Function.TANH), "conv"),
        node("pool-2", new GraphLayer.TopKPool(0.5, score), "tanh"),
        node("one", new GraphLayer.GlobalPool(GraphLayer.GlobalPool.Kind.MEAN), "tanh"),
        node("two", new GraphLayer.GlobalPool(GraphLayer.GlobalPool.Kind.SUM), "pool-2"),
        node("both", new Layer.Concat(), "one", "two"),
        node("output", new Layer.Linear(1, true), "both"));
  }

  private static Network topKOfNumbers(GraphLayer.TopKPool.Score score) {
    return network(
        node("tested", new GraphLayer.TopKPool(0.6, score), "dense"),
        node("mean", new GraphLayer.GlobalPool(GraphLayer.GlobalPool.Kind.MEAN), "tested"),
        node("output", new Layer.Linear(1, true), "mean"));
  }

  /** Each kind of layer whose weights are learnt behind it. */
  private static Network diffPool() {
    return network(
        node("first", new GraphConv(4, Normalisation.SYMMETRIC), "dense"),
        node("assignment", new GraphConv(3, Normalisation.SYMMETRIC), "first"),
        node("pool", new GraphLayer.DiffPool(), "assignment", "first"),
        node("narrow", new GraphConv(2, Normalisation.NONE), "pool"),
        node("tanh", new Layer.Activation(Function.TANH), "narrow"),
        node("wide", new GraphConv(4, Normalisation.NONE), "tanh"),
        node("gin", new GraphLayer.GinConv(true), "wide"),
        node("mean", new GraphLayer.GlobalPool(GraphLayer.GlobalPool.Kind.MEAN), "gin"),
        node("output", new Layer.Linear(1, true), "mean"));
  }

  /** The layer behind a trainable one. */
  private static Network behind(Layer layer) {
    return network(
        node("first", new Layer.Linear(4, true), "dense"),
        node("tanh", new Layer.Activation(Function.TANH), "first"),
        node("tested", layer, "tanh"),
        node("output", new Layer.Linear(2, true), "tested"));
  }

  private static Network at(String input, Layer layer) {
    return network(
        node("tested", layer, input), node("output", new Layer.Linear(2, true), "tested"));
  }

  /** The last node's rows at targets. */
  private static Network scored(Network network) {
    List<Node> nodes = new ArrayList<>(network.nodes());
    nodes.add(node("targets", new GraphLayer.Targets(), network.output()));
    return new Network(network.inputs(), nodes, "targets");
  }

  static Node node(String name, Layer layer, String... inputs) {
    return new Node(name, layer, List.of(inputs));
  }

  /** With those inputs that a node reads; the last node is the output. */
  static Network network(Node... nodes) {
    List<Network.Input> used =
        INPUTS.stream()
            .filter(input -> Arrays.stream(nodes).anyMatch(n -> n.inputs().contains(input.name())))
            .toList();
    return new Network(used, List.of(nodes), nodes[nodes.length - 1].name());
  }
}
