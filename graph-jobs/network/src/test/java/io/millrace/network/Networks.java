package io.millrace.network;

import io.millrace.spec.feature.DatePart;
import io.millrace.spec.feature.FeatureOutput;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Layer.Activation.Function;
import io.millrace.spec.network.Layer.Embedding.Start;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.network.Parameter;
import io.millrace.spec.network.Shapes;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Networks of the known structures over one small plan, built by hand, with random parameters. */
final class Networks {
  /** Five numbers of moderate size and four indices, one of them of pairs. */
  static final FeaturePlan PLAN =
      new FeaturePlan(
          FeaturePlan.VERSION,
          Samples.COLUMNS,
          List.of(
              new Transform.Numeric("amount", "amount", true, 2.5, 0.7, 1.9),
              new Transform.Numeric("ratio", "ratio", false, 0.5, 1e-3, 100),
              new Transform.Numeric("count", "count", false, 4, 4.5, 5.8),
              new Transform.Index("text", "text", List.of("BOS", "Zürich", "東京", "a")),
              new Transform.Index("flag", "flag", List.of("true", "false")),
              new Transform.Cyclic("day", "day", DatePart.WEEKDAY),
              new Transform.Hash("hash", "text", 100, 42),
              new Transform.Cross(
                  "both", List.of("text", "flag"), List.of(5, 3), List.of(1L, 4L, 8L), null)));

  static final List<String> DENSE = PLAN.dense().stream().map(FeatureOutput::name).toList();
  static final List<String> INDICES = PLAN.indices().stream().map(FeatureOutput::name).toList();

  private static final int WIDTH = 7;

  private final List<Node> nodes = new ArrayList<>();

  private Networks() {}

  static Network mlp(int scores) {
    Networks network = new Networks();
    return network.ending(network.tower("hidden", network.features(), 13, 9), scores);
  }

  static Network wideAndDeep(int scores) {
    Networks network = new Networks();
    String deep = network.tower("hidden", network.features(), 11, 5);
    return network.sum(network.linear("deep", scores, deep), network.wide(scores));
  }

  static Network deepFm(int scores) {
    Networks network = new Networks();
    List<String> embeddings = network.embeddings();
    network.add("fm", new Layer.FactorisationMachine(), embeddings);
    String pairs = network.linear("pairs", scores, "fm");
    network.add("features", new Layer.Concat(), with("numbers", embeddings));
    String deep = network.linear("deep", scores, network.tower("hidden", "features", 11));
    return network.sum(deep, pairs, network.wide(scores));
  }

  static Network dlrm(int scores) {
    Networks network = new Networks();
    String bottom = network.tower("bottom", "numbers", 9, WIDTH);
    network.add("dots", new Layer.DotInteraction(), with(bottom, network.embeddings()));
    network.add("joined", new Layer.Concat(), List.of(bottom, "dots"));
    return network.ending(network.tower("top", "joined", 11), scores);
  }

  static Network dcnV2(int scores, int rank) {
    Networks network = new Networks();
    String features = network.features();
    network.add("cross-1", new Layer.Cross(rank), List.of(features, features));
    network.add("cross-2", new Layer.Cross(rank), List.of(features, "cross-1"));
    String deep = network.tower("hidden", features, 9);
    network.add("joined", new Layer.Concat(), List.of("cross-2", deep));
    return network.ending("joined", scores);
  }

  private static List<String> with(String first, List<String> others) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(others);
    return all;
  }

  private String features() {
    return add("features", new Layer.Concat(), with("numbers", embeddings()));
  }

  private List<String> embeddings() {
    Layer layer = new Layer.Embedding(WIDTH, Start.SMALL);
    return INDICES.stream().map(name -> add("embedding-" + name, layer, List.of(name))).toList();
  }

  private String wide(int scores) {
    List<String> parts = new ArrayList<>(List.of(linear("wide-numbers", scores, "numbers")));
    Layer layer = new Layer.Embedding(scores, Start.ZERO);
    INDICES.forEach(name -> parts.add(add("wide-" + name, layer, List.of(name))));
    return add("wide", new Layer.Add(), parts);
  }

  /** Every other layer is normalised over the batch, the others over the row. */
  private String tower(String name, String x, int... widths) {
    String value = x;
    for (int i = 0; i < widths.length; i++) {
      String layer = name + "-" + (i + 1);
      Layer norm = i % 2 == 0 ? new Layer.BatchNorm(0.1, 1e-5) : new Layer.LayerNorm(1e-5);
      value = linear(layer, widths[i], value);
      value = add(layer + "-norm", norm, List.of(value));
      value = add(layer + "-silu", new Layer.Activation(Function.SILU), List.of(value));
      value = add(layer + "-dropout", new Layer.Dropout(0.3), List.of(value));
    }
    return value;
  }

  private String linear(String name, int out, String x) {
    return add(name, new Layer.Linear(out, true), List.of(x));
  }

  private Network sum(String... parts) {
    add("score", new Layer.Add(), List.of(parts));
    return network(nodes, "score");
  }

  private Network ending(String value, int scores) {
    linear("score", scores, value);
    return network(nodes, "score");
  }

  private String add(String name, Layer layer, List<String> inputs) {
    nodes.add(new Node(name, layer, inputs));
    return name;
  }

  /** A network over all features of the plan, the dense ones as {@code numbers}. */
  static Network network(List<Node> nodes, String output) {
    List<Network.Input> inputs = new ArrayList<>();
    inputs.add(new Network.Dense("numbers", DENSE));
    PLAN.indices().forEach(i -> inputs.add(new Network.Index(i.name(), i.cardinality())));
    return new Network(inputs, nodes, output);
  }

  static Predictor.Deep predictor(Task task, Network network, double scale, double shift) {
    return new Predictor.Deep(task, network, parameters(network, 17), scale, shift);
  }

  /** Parameters unlike those at the start of training: none is 0, 1 or equal to another. */
  static Map<String, float[]> parameters(Network network, long seed) {
    Random random = new Random(seed);
    Map<String, float[]> values = new HashMap<>();
    for (Parameter parameter : Shapes.of(network).parameters()) {
      float[] numbers = new float[parameter.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = number(parameter.kind(), random);
      }
      values.put(parameter.name(), numbers);
    }
    return values;
  }

  private static float number(Parameter.Kind kind, Random random) {
    return switch (kind) {
      case MATRIX, BIAS, RUNNING_MEAN -> (float) random.nextGaussian() * 0.3f;
      case TABLE, ZERO_TABLE -> (float) random.nextGaussian() * 0.6f;
      case SCALE, RUNNING_VARIANCE -> 0.5f + random.nextFloat();
    };
  }
}
