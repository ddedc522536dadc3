package io.millrace.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Layer.Activation.Function;
import io.millrace.spec.network.Layer.Embedding.Start;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.network.Shapes;
import io.millrace.spec.table.Column;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each layer alone, every number of its value. */
class NetworkNodesIT {
  private static final double TOLERANCE = 1e-5;
  private static final int ROWS = 1001;
  private static final List<Map<String, Object>> INPUT = Samples.finiteRows(ROWS, 29);

  static Stream<Arguments> layers() {
    Stream<Arguments> activations =
        Arrays.stream(Function.values())
            .map(f -> layer(f.name(), new Layer.Activation(f), "numbers"));
    return Stream.concat(
        activations,
        Stream.of(
            layer("linear", new Layer.Linear(3, true), "numbers"),
            layer("linear to one", new Layer.Linear(1, true), "numbers"),
            layer("linear without bias", new Layer.Linear(17, false), "numbers"),
            layer("embedding", new Layer.Embedding(3, Start.SMALL), "text"),
            layer("embedding of one", new Layer.Embedding(1, Start.ZERO), "both"),
            layer("embedding of a hash", new Layer.Embedding(9, Start.SMALL), "hash"),
            layer("dropout", new Layer.Dropout(0.9), "numbers"),
            layer("batch-norm", new Layer.BatchNorm(0.1, 1e-3), "numbers"),
            layer("layer-norm", new Layer.LayerNorm(1e-5), "numbers"),
            layer("concat", new Layer.Concat(), "a", "numbers", "b", "a"),
            layer("concat of one", new Layer.Concat(), "b"),
            layer("add", new Layer.Add(), "a", "b", "c"),
            layer("add of one", new Layer.Add(), "c"),
            layer("cross", new Layer.Cross(0), "a", "b"),
            layer("cross with itself", new Layer.Cross(0), "numbers", "numbers"),
            layer("cross of rank 1", new Layer.Cross(1), "a", "b"),
            layer("cross of rank 3", new Layer.Cross(3), "b", "numbers"),
            layer("factorisation machine", new Layer.FactorisationMachine(), "a", "b", "c"),
            layer("factorisation machine of two", new Layer.FactorisationMachine(), "b", "c"),
            layer("dots", new Layer.DotInteraction(), "a", "b", "c", "numbers", "a"),
            layer("dots of two", new Layer.DotInteraction(), "c", "numbers")));
  }

  private static Arguments layer(String name, Layer layer, String... inputs) {
    return Arguments.of(name, layer, List.of(inputs));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void aLayerEqualsTheReference(String name, Layer layer, List<String> inputs) throws Exception {
    Network network = around(layer, inputs);
    Predictor.Deep deep = Networks.predictor(Task.REGRESSION, network, 1, 0);
    assertEqual(deep, INPUT);
    assertEqual(deep, INPUT.subList(7, 8));
    assertThat(run(deep, List.of())).allSatisfy(column -> assertThat(column).isEmpty());
  }

  /** The layer under test and, as wide as the five numbers, the embeddings that it reads. */
  private static Network around(Layer layer, List<String> inputs) {
    List<Node> nodes = new ArrayList<>();
    Map<String, String> embedded = Map.of("a", "text", "b", "flag", "c", "hash");
    for (String name : List.of("a", "b", "c")) {
      if (inputs.contains(name)) {
        Layer table = new Layer.Embedding(Networks.DENSE.size(), Start.SMALL);
        nodes.add(new Node(name, table, List.of(embedded.get(name))));
      }
    }
    nodes.add(new Node("layer", layer, inputs));
    return Networks.network(nodes, "layer");
  }

  @Test
  void valuesFarFromZeroAreNormalisedExactly() throws Exception {
    // Floats near 100 are 8e-6 apart, which a small deviation divides. Squares less squares of
    // means would be wrong by 0.5.
    for (Layer norm : List.of(new Layer.LayerNorm(1e-5), new Layer.BatchNorm(0.5, 1e-5))) {
      List<Node> nodes =
          List.of(
              new Node("far", new Layer.Linear(5, true), List.of("numbers")),
              new Node("layer", norm, List.of("far")));
      Network network = Networks.network(nodes, "layer");
      Map<String, float[]> parameters = Networks.parameters(network, 31);
      Arrays.fill(parameters.get("far.bias"), 100);
      if (norm instanceof Layer.BatchNorm) {
        Arrays.fill(parameters.get("layer.mean"), 100);
      }
      assertEqual(new Predictor.Deep(Task.REGRESSION, network, parameters, 1, 0), INPUT, 5e-4);
    }
  }

  private static void assertEqual(Predictor.Deep deep, List<Map<String, Object>> rows)
      throws Exception {
    assertEqual(deep, rows, TOLERANCE);
  }

  private static void assertEqual(
      Predictor.Deep deep, List<Map<String, Object>> rows, double tolerance) throws Exception {
    List<double[]> columns = run(deep, rows);
    for (int i = 0; i < rows.size(); i++) {
      double[] expected =
          ReferenceNetwork.scores(deep, Reference.features(Networks.PLAN, rows.get(i)));
      assertThat(columns).hasSameSizeAs(expected);
      for (int k = 0; k < expected.length; k++) {
        assertThat(columns.get(k)[i]).isCloseTo(expected[k], within(tolerance));
      }
    }
  }

  /** One array over the rows for each score, before any head. */
  private static List<double[]> run(Predictor.Deep deep, List<Map<String, Object>> rows)
      throws Exception {
    int width = Shapes.of(deep.network()).outputWidth();
    List<Column> columns = Selection.of(Networks.PLAN, deep).columns();
    byte[] scores = OnnxExporter.exportScores(Networks.PLAN, deep, false);
    try (OnnxFile file = new OnnxFile(scores, !rows.isEmpty())) {
      Map<String, Object> outputs = file.run(columns, rows);
      return IntStream.range(0, width).mapToObj(k -> (double[]) outputs.get("score " + k)).toList();
    }
  }
}
