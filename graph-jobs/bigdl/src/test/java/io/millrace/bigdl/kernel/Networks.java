package io.millrace.bigdl.kernel;

import io.millrace.bigdl.data.Rows;
import io.millrace.network.InitialParameters;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Layer.Activation.Function;
import io.millrace.spec.network.Layer.Embedding.Start;
import io.millrace.spec.network.NamedNetworks;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Dense;
import io.millrace.spec.network.Network.Index;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.network.NetworkSpec;
import io.millrace.spec.network.NetworkSpec.Tower;
import io.millrace.spec.network.NetworkSpec.Tower.Norm;
import io.millrace.spec.network.Parameter;
import io.millrace.spec.network.Shapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Networks with each layer behind trainable ones, and rows for them. */
final class Networks {
  static final List<String> DENSE = List.of("d1", "d2", "d3");
  static final List<Index> INDICES =
      List.of(new Index("a", 5), new Index("b", 7), new Index("c", 3));

  private Networks() {}

  /** All that is tested, by name. */
  static Map<String, Network> all() {
    Map<String, Network> networks = new LinkedHashMap<>();
    for (Function function : Function.values()) {
      networks.put(function.name(), behind(new Layer.Activation(function)));
    }
    networks.put("layer-norm", behind(new Layer.LayerNorm(1e-5)));
    networks.put("concat", joined(new Layer.Concat()));
    networks.put("add", joined(new Layer.Add()));
    networks.put("factorisation-machine", joined(new Layer.FactorisationMachine()));
    networks.put("dot-interaction", joined(new Layer.DotInteraction()));
    networks.put("cross", crossed(0));
    networks.put("cross-of-rank-2", crossed(2));
    named().forEach((name, spec) -> networks.put(name, NamedNetworks.of(spec, DENSE, INDICES, 1)));
    networks.put("mlp of three classes", NamedNetworks.of(named().get("mlp"), DENSE, INDICES, 3));
    return networks;
  }

  static Map<String, NetworkSpec> named() {
    Tower tower = new Tower(List.of(6, 5), Function.TANH, Norm.LAYER, 0);
    return Map.of(
        "mlp", new NetworkSpec.Mlp(4, tower),
        "wide-and-deep", new NetworkSpec.WideAndDeep(4, tower),
        "deepfm", new NetworkSpec.DeepFm(4, tower),
        "dlrm",
            new NetworkSpec.Dlrm(4, new Tower(List.of(6, 4), Function.TANH, Norm.NONE, 0), tower),
        "dcn-v2", new NetworkSpec.DcnV2(4, 2, 2, tower));
  }

  /** The layer between two linear ones, over numbers. */
  static Network behind(Layer layer) {
    return network(
        List.of(
            new Node("first", new Layer.Linear(5, true), List.of("dense")),
            new Node("tested", layer, List.of("first")),
            new Node("output", new Layer.Linear(1, true), List.of("tested"))));
  }

  private static Network joined(Layer layer) {
    return network(
        List.of(
            new Node("first", new Layer.Linear(4, false), List.of("dense")),
            new Node("ea", new Layer.Embedding(4, Start.SMALL), List.of("a")),
            new Node("eb", new Layer.Embedding(4, Start.SMALL), List.of("b")),
            new Node("tested", layer, List.of("first", "ea", "eb")),
            new Node("output", new Layer.Linear(1, true), List.of("tested"))));
  }

  private static Network crossed(int rank) {
    return network(
        List.of(
            new Node("first", new Layer.Linear(4, true), List.of("dense")),
            new Node("cross-1", new Layer.Cross(rank), List.of("first", "first")),
            new Node("cross-2", new Layer.Cross(rank), List.of("first", "cross-1")),
            new Node("output", new Layer.Linear(1, true), List.of("cross-2"))));
  }

  private static Network network(List<Node> nodes) {
    List<Network.Input> inputs = new ArrayList<>();
    inputs.add(new Dense("dense", DENSE));
    for (Index index : INDICES) {
      if (nodes.stream().anyMatch(n -> n.inputs().contains(index.name()))) {
        inputs.add(index);
      }
    }
    return new Network(inputs, nodes, "output");
  }

  /** Parameters away from zero, so that no gradient vanishes by accident. */
  static Map<String, float[]> parameters(Network network, long seed) {
    Map<String, float[]> parameters = new HashMap<>(InitialParameters.of(network, seed));
    SplittableRandom random = new SplittableRandom(seed);
    for (Parameter parameter : Shapes.of(network).parameters()) {
      float[] values = parameters.get(parameter.name()).clone();
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (random.nextDouble() - 0.5);
      }
      if (parameter.kind() == Parameter.Kind.RUNNING_VARIANCE) {
        for (int i = 0; i < values.length; i++) {
          values[i] = Math.abs(values[i]) + 0.1f;
        }
      }
      parameters.put(parameter.name(), values);
    }
    return parameters;
  }

  static float[] flat(Network network, Map<String, float[]> parameters) {
    return Shapes.of(network).flatten(parameters);
  }

  /** Rows with labels below {@code classes}; the same as maps for {@link #asMaps}. */
  static Rows rows(Network network, int count, int classes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int width = network.denseFeatures().size();
    Rows rows = new Rows(width, network.indices().size());
    rows.resize(count);
    rows.share(count);
    for (int i = 0; i < count * width; i++) {
      rows.dense()[i] = (float) (random.nextDouble() * 4 - 2);
    }
    for (int place = 0; place < network.indices().size(); place++) {
      for (int r = 0; r < count; r++) {
        rows.indices(place)[r] = random.nextInt(network.indices().get(place).cardinality());
      }
    }
    for (int r = 0; r < count; r++) {
      rows.labels()[r] = random.nextInt(classes);
    }
    return rows;
  }

  static List<Map<String, Number>> asMaps(Network network, Rows rows) {
    List<Map<String, Number>> maps = new ArrayList<>();
    List<String> dense = network.denseFeatures();
    for (int r = 0; r < rows.count(); r++) {
      Map<String, Number> map = new HashMap<>();
      for (int c = 0; c < dense.size(); c++) {
        map.put(dense.get(c), rows.dense()[r * dense.size() + c]);
      }
      for (int place = 0; place < network.indices().size(); place++) {
        map.put(network.indices().get(place).name(), rows.indices(place)[r]);
      }
      maps.add(map);
    }
    return maps;
  }
}
