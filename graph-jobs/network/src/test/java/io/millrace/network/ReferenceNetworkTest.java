package io.millrace.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Layer.Activation.Function;
import io.millrace.spec.network.Layer.Embedding.Start;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The reference against numbers computed by hand. */
class ReferenceNetworkTest {
  private static final double TOLERANCE = 1e-9;

  /** x = (1, -2); the rows of the index's table are a = (3, 4) and b = (5, -6). */
  private static final Map<String, Number> ROW = Map.of("p", 1f, "q", -2f, "one", 0, "two", 1);

  private static final float[] TABLE = {3, 4, 5, -6};

  @Test
  void linearAndEmbedding() {
    assertValue(
        new Layer.Linear(1, true),
        Map.of("layer.weight", floats(10, 20), "layer.bias", floats(0.5)),
        List.of("x"),
        -29.5);
    assertValue(new Layer.Concat(), Map.of(), List.of("a", "b", "x"), 3, 4, 5, -6, 1, -2);
  }

  @Test
  void activations() {
    assertFunction(Function.RELU, 1, 0);
    assertFunction(Function.LEAKY_RELU, 1, -0.02);
    assertFunction(Function.ELU, 1, -0.8646647167633873);
    assertFunction(Function.SILU, 0.7310585786300049, -0.2384058440442351);
    assertFunction(Function.TANH, 0.7615941559557649, -0.9640275800758169);
    assertFunction(Function.SIGMOID, 0.7310585786300049, 0.11920292202211755);
    assertValue(new Layer.Dropout(0.5), Map.of(), List.of("x"), 1, -2);
  }

  private static void assertFunction(Function function, double... expected) {
    assertValue(new Layer.Activation(function), Map.of(), List.of("x"), expected);
  }

  @Test
  void norms() {
    Map<String, float[]> parameters =
        Map.of(
            "layer.scale", floats(2, 10),
            "layer.shift", floats(0.5, 7),
            "layer.mean", floats(3, 2),
            "layer.variance", floats(3, 15));
    assertValue(new Layer.BatchNorm(0.1, 1), parameters, List.of("x"), -1.5, -3);
    // Mean -0.5 and variance 2.25, to which 4 is added.
    assertValue(new Layer.LayerNorm(4), parameters, List.of("x"), 1.7, 1);
  }

  @Test
  void products() {
    assertValue(new Layer.Add(), Map.of(), List.of("x", "a", "b"), 9, -4);
    assertValue(new Layer.FactorisationMachine(), Map.of(), List.of("x", "a", "b"), 3);
    assertValue(new Layer.DotInteraction(), Map.of(), List.of("x", "a", "b"), -5, 17, -9);
    // a (x W' + b) + x with W x = (1 - 4, 3 - 8)
    Map<String, float[]> full =
        Map.of("layer.weight", floats(1, 2, 3, 4), "layer.bias", floats(1, 2));
    assertValue(new Layer.Cross(0), full, List.of("a", "x"), -5, -14);
    // U V' = (2, -2; 3, -3)
    Map<String, float[]> low =
        Map.of("layer.u", floats(2, 3), "layer.v", floats(1, -1), "layer.bias", floats(0.5, 0));
    assertValue(new Layer.Cross(1), low, List.of("a", "x"), 20.5, 34);
  }

  @Test
  void scoresAreScaledAndShifted() {
    Network network = network(new Layer.Add(), List.of("a", "b"));
    Map<String, float[]> parameters = Map.of("a.table", TABLE, "b.table", TABLE);
    Predictor.Deep deep = new Predictor.Deep(Task.REGRESSION, network, parameters, 0.5, 100);
    assertThat(ReferenceNetwork.scores(deep, ROW)).containsExactly(104, 99);
  }

  private static void assertValue(
      Layer layer, Map<String, float[]> own, List<String> inputs, double... expected) {
    Map<String, float[]> parameters = new HashMap<>(own);
    parameters.put("a.table", TABLE);
    parameters.put("b.table", TABLE);
    assertThat(new ReferenceNetwork(network(layer, inputs), parameters).output(ROW))
        .containsExactly(expected, within(TOLERANCE));
  }

  private static Network network(Layer layer, List<String> inputs) {
    List<Node> nodes = new ArrayList<>();
    nodes.add(new Node("a", new Layer.Embedding(2, Start.SMALL), List.of("one")));
    nodes.add(new Node("b", new Layer.Embedding(2, Start.SMALL), List.of("two")));
    nodes.removeIf(node -> !inputs.contains(node.name()));
    nodes.add(new Node("layer", layer, inputs));
    return new Network(
        List.of(
            new Network.Dense("x", List.of("p", "q")),
            new Network.Index("one", 2),
            new Network.Index("two", 2)),
        nodes,
        "layer");
  }

  private static float[] floats(double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
