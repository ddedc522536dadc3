package io.millrace.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.GraphLayer.GlobalPool;
import io.millrace.spec.network.GraphLayer.SageConv.Aggregator;
import io.millrace.spec.network.GraphLayer.TopKPool.Score;
import io.millrace.spec.network.Network;
import io.millrace.spec.target.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole networks over graphs, as one file from raw columns and edges to predictions. */
class GraphNetworksIT {
  private static final double TOLERANCE = 1e-5;
  private static final List<String> CLASSES = List.of("low", "mittel é", "high");
  private static final Graphs GRAPHS =
      Graphs.random(new int[] {40, 0, 25, 1, 90, 7, 33, 18, 60}, 5, 61);

  static Stream<Arguments> structures() {
    return Stream.of(
        structure("gcn", GraphNetworks::gcn),
        structure("graphsage mean", scores -> GraphNetworks.sage(scores, Aggregator.MEAN)),
        structure("graphsage max", scores -> GraphNetworks.sage(scores, Aggregator.MAX)),
        structure("gat", GraphNetworks::gat),
        structure("links", GraphNetworks::links),
        structure("residual", GraphNetworks::residual),
        gin("mean", new GlobalPool(GlobalPool.Kind.MEAN)),
        gin("max", new GlobalPool(GlobalPool.Kind.MAX)),
        gin("sum", new GlobalPool(GlobalPool.Kind.SUM)),
        gin("attention", new GraphLayer.AttentionPool()),
        structure("top-k", scores -> GraphNetworks.topK(scores, Score.PROJECTION)),
        structure("top-k by graph", scores -> GraphNetworks.topK(scores, Score.GRAPH)),
        structure("diff-pool", GraphNetworks::diff));
  }

  private static Arguments structure(String name, IntFunction<Network> ofScores) {
    return Arguments.of(name, ofScores);
  }

  private static Arguments gin(String name, GraphLayer pool) {
    return structure("gin " + name, scores -> GraphNetworks.gin(scores, pool));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("structures")
  void probabilitiesEqualTheReference(String name, IntFunction<Network> structure)
      throws Exception {
    Predictor.Deep deep = Networks.predictor(Task.BINARY, structure.apply(1), 1, 0);
    for (boolean weights : new boolean[] {false, true}) {
      float[] found = (float[]) run(deep, List.of(), weights).get("probability");
      double[][] scores = ReferenceGraph.scores(deep, GRAPHS.example(deep.network(), weights));
      assertThat(found).hasSize(scores.length);
      for (int i = 0; i < found.length; i++) {
        double expected = Predictors.sigmoid(scores[i][0]);
        assertThat((double) found[i]).as("row " + i).isCloseTo(expected, within(TOLERANCE));
      }
      float[] sorted = found.clone();
      Arrays.sort(sorted);
      assertThat(sorted[sorted.length - 1] - sorted[0]).isGreaterThan(0.01f);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("structures")
  void classesEqualTheReference(String name, IntFunction<Network> structure) throws Exception {
    Network network = structure.apply(CLASSES.size());
    Predictor.Deep deep = Networks.predictor(Task.MULTICLASS, network, 1, 0);
    Map<String, Object> outputs = run(deep, CLASSES, true);
    double[][] scores = ReferenceGraph.scores(deep, GRAPHS.example(network, true));
    assertThat((String[]) outputs.get("prediction")).hasSize(scores.length);
    for (int i = 0; i < scores.length; i++) {
      double[] expected = Predictors.softmax(scores[i]);
      for (int k = 0; k < CLASSES.size(); k++) {
        double found = ((float[]) outputs.get("probability_" + k))[i];
        assertThat(found).as("row " + i).isCloseTo(expected[k], within(TOLERANCE));
      }
    }
  }

  private static Map<String, Object> run(Predictor.Deep deep, List<String> classes, boolean weights)
      throws Exception {
    byte[] bytes = OnnxExporter.export(Graphs.PLAN, deep, classes, weights, Map.of());
    Map<String, Object> tensors = GRAPHS.tensors(OnnxExporter.tensors(Graphs.PLAN, deep, weights));
    try (OnnxFile file = new OnnxFile(bytes)) {
      return file.run(OnnxExporter.inputs(Graphs.PLAN, deep), GRAPHS.rows(), tensors);
    }
  }
}
