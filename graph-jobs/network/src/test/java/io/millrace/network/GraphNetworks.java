package io.millrace.network;

import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.GraphLayer.GraphConv.Normalisation;
import io.millrace.spec.network.GraphLayer.SageConv.Aggregator;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Layer.Activation.Function;
import io.millrace.spec.network.Layer.Embedding.Start;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Node;
import java.util.ArrayList;
import java.util.List;

/** Networks over graphs of the known structures over {@link Graphs#PLAN}. */
final class GraphNetworks {
  private final List<Node> nodes = new ArrayList<>();
  private boolean words;

  private GraphNetworks() {}

  /** Two convolutions of words and nothing else, so that no raw column is read. */
  static Network gcn(int scores) {
    GraphNetworks network = new GraphNetworks();
    network.words = true;
    String dropped = network.add("dropped", new Layer.Dropout(0.5), "words");
    Layer conv = new GraphLayer.GraphConv(8, Normalisation.SYMMETRIC);
    String hidden = network.activated("conv-1", conv, dropped);
    Layer last = new GraphLayer.GraphConv(scores, Normalisation.SYMMETRIC);
    network.add("conv-2", last, hidden);
    network.add("score", new GraphLayer.Targets(), "conv-2");
    return new Network(List.of(new Network.Sparse("words", Graphs.WORDS)), network.nodes, "score");
  }

  static Network sage(int scores, Aggregator aggregator) {
    GraphNetworks network = new GraphNetworks();
    String hidden =
        network.activated("conv-1", new GraphLayer.SageConv(9, aggregator), network.features());
    hidden = network.activated("conv-2", new GraphLayer.SageConv(5, aggregator), hidden);
    return network.nodesScored(hidden, scores);
  }

  static Network gat(int scores) {
    GraphNetworks network = new GraphNetworks();
    Layer first = new GraphLayer.GatConv(4, 3, true, 0.2, 0.5);
    String hidden = network.activated("conv-1", first, network.features());
    Layer second = new GraphLayer.GatConv(5, 2, false, 0.2, 0.5);
    return network.nodesScored(network.activated("conv-2", second, hidden), scores);
  }

  /** Each node by itself. */
  static Network alone(int scores) {
    GraphNetworks network = new GraphNetworks();
    return network.nodesScored(network.features(), scores);
  }

  /** Pairs of nodes behind two convolutions. */
  static Network links(int scores) {
    GraphNetworks network = new GraphNetworks();
    Layer conv = new GraphLayer.SageConv(6, Aggregator.MEAN);
    String hidden = network.activated("conv-1", conv, network.features());
    hidden = network.activated("conv-2", conv, hidden);
    network.add("pairs", new GraphLayer.Pairs(GraphLayer.Pairs.Combination.PRODUCT), hidden);
    network.add("score", new Layer.Linear(scores, true), "pairs");
    return network.whole();
  }

  static Network gin(int scores, GraphLayer pool) {
    GraphNetworks network = new GraphNetworks();
    String hidden = network.features();
    for (String name : List.of("first", "second")) {
      hidden = network.add(name + "-conv", new GraphLayer.GinConv(true), hidden);
      hidden = network.add(name + "-a", new Layer.Linear(7, true), hidden);
      hidden = network.add(name + "-norm", new Layer.LayerNorm(1e-5), hidden);
      hidden = network.activated(name + "-b", new Layer.Linear(6, true), hidden);
    }
    return network.pooled(hidden, pool, scores);
  }

  static Network topK(int scores, GraphLayer.TopKPool.Score score) {
    GraphNetworks network = new GraphNetworks();
    Layer conv = new GraphLayer.GraphConv(8, Normalisation.SYMMETRIC);
    String hidden = network.activated("conv-1", conv, network.features());
    hidden = network.add("top-1", new GraphLayer.TopKPool(0.6, score), hidden);
    hidden = network.activated("conv-2", conv, hidden);
    hidden = network.add("top-2", new GraphLayer.TopKPool(0.5, score), hidden);
    return network.pooled(
        hidden, new GraphLayer.GlobalPool(GraphLayer.GlobalPool.Kind.SUM), scores);
  }

  static Network diff(int scores) {
    GraphNetworks network = new GraphNetworks();
    String features = network.features();
    Layer conv = new GraphLayer.SageConv(6, Aggregator.MEAN);
    String z = network.activated("embed", conv, features);
    String s = network.add("assign", new GraphLayer.SageConv(4, Aggregator.MEAN), features);
    network.nodes.add(new Node("diff", new GraphLayer.DiffPool(), List.of(s, z)));
    Layer coarse = new GraphLayer.GraphConv(6, Normalisation.NONE);
    String hidden = network.add("coarse", coarse, "diff");
    hidden = network.activated("norm", new Layer.LayerNorm(1e-5), hidden);
    return network.pooled(
        hidden, new GraphLayer.GlobalPool(GraphLayer.GlobalPool.Kind.SUM), scores);
  }

  /** Four convolutions of all kinds, past which values go: numbers, words and sums. */
  static Network residual(int scores) {
    GraphNetworks network = new GraphNetworks();
    network.words = true;
    String features = network.features();
    network.add("read", new Layer.Linear(6, true), "words");
    network.add("joined", new Layer.Linear(6, true), features);
    String start = network.sum("start", "read", "joined");
    Layer gcn = new GraphLayer.GraphConv(6, Normalisation.SYMMETRIC);
    network.add("gcn", gcn, start);
    network.add("gat", new GraphLayer.GatConv(3, 2, true, 0.2, 0), "words");
    String first = network.sum("first", "gcn", "gat", start);
    network.add("of-words", new GraphLayer.SageConv(6, Aggregator.MEAN), "words");
    network.add("sage", new GraphLayer.SageConv(6, Aggregator.MAX), first);
    network.add("sage-relu", new Layer.Activation(Function.RELU), "sage");
    String second = network.sum("second", "sage-relu", "of-words", first);
    network.add("gin", new GraphLayer.GinConv(true), second);
    network.add("gin-norm", new Layer.LayerNorm(1e-5), "gin");
    network.add("again", new GraphLayer.GraphConv(6, Normalisation.NONE), start);
    network.nodes.add(
        new Node("all", new Layer.Concat(), List.of("gin-norm", "again", "joined", second)));
    network.add("targets", new GraphLayer.Targets(), "all");
    network.add("end", new Layer.LayerNorm(1e-5), "targets");
    network.add("score", new Layer.Linear(scores, true), "end");
    return network.whole();
  }

  /** Embeddings and numbers side by side. */
  private String features() {
    add("embedded", new Layer.Embedding(3, Start.SMALL), "text");
    add("numbers-norm", new Layer.LayerNorm(1e-3), "numbers");
    nodes.add(new Node("features", new Layer.Concat(), List.of("numbers-norm", "embedded")));
    return "features";
  }

  private String sum(String name, String... parts) {
    nodes.add(new Node(name, new Layer.Add(), List.of(parts)));
    return name;
  }

  private String activated(String name, Layer layer, String x) {
    add(name, layer, x);
    return add(name + "-elu", new Layer.Activation(Function.ELU), name);
  }

  private String add(String name, Layer layer, String x) {
    nodes.add(new Node(name, layer, List.of(x)));
    return name;
  }

  private Network nodesScored(String x, int scores) {
    add("end", new Layer.Linear(scores, true), x);
    add("score", new GraphLayer.Targets(), "end");
    return whole();
  }

  private Network pooled(String x, GraphLayer pool, int scores) {
    add("pool", pool, x);
    add("score", new Layer.Linear(scores, true), "pool");
    return whole();
  }

  private Network whole() {
    List<Network.Input> inputs = new ArrayList<>();
    inputs.add(new Network.Dense("numbers", Networks.DENSE));
    inputs.add(new Network.Index("text", 5));
    if (words) {
      inputs.add(new Network.Sparse("words", Graphs.WORDS));
    }
    return new Network(inputs, nodes, "score");
  }
}
