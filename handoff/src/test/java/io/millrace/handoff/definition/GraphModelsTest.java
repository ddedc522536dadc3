package io.millrace.handoff.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.handoff.Json;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.model.TrainingSettings.Deep;
import io.millrace.spec.model.TrainingSettings.Deep.StopOn;
import io.millrace.spec.network.GraphLayer.SageConv.Aggregator;
import io.millrace.spec.network.GraphNetworkSpec.Convolutions;
import io.millrace.spec.network.GraphNetworkSpec.Gat;
import io.millrace.spec.network.GraphNetworkSpec.Gcn;
import io.millrace.spec.network.GraphNetworkSpec.Gin;
import io.millrace.spec.network.GraphNetworkSpec.Graphsage;
import io.millrace.spec.network.GraphNetworkSpec.Pool;
import io.millrace.spec.network.GraphNetworkSpec.Pooling;
import io.millrace.spec.network.GraphNetworkSpec.Readout;
import io.millrace.spec.network.Layer.Activation.Function;
import io.millrace.spec.network.NetworkSpec;
import io.millrace.spec.network.NetworkSpec.Tower.Norm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks over graphs in definitions. */
class GraphModelsTest {
  private static final Path GRAPH = Path.of("src/test/resources/graph.conf");
  private static final Path BASE = Path.of("src/test/resources/base.conf");

  /** Many graphs, each of which is split by a column. */
  private static final Map<String, String> MANY =
      Map.of(
          "graph.graph", "origin",
          "graph.neighbourhoods", "null",
          "models.logistic-regression", "null");

  @Test
  void fillsInDefaults() {
    Readout nodes = Readout.NODES;
    assertThat(spec(Map.of(), "gcn", "{}"))
        .isEqualTo(new Gcn(16, convolutions(Function.RELU, Norm.NONE, nodes, 64)));
    assertThat(spec(Map.of(), "graphsage", "{}"))
        .isEqualTo(
            new Graphsage(
                16, convolutions(Function.RELU, Norm.NONE, nodes, 64, 64), Aggregator.MEAN));
    assertThat(spec(Map.of(), "gat", "{}"))
        .isEqualTo(new Gat(16, convolutions(Function.ELU, Norm.NONE, nodes, 8), List.of(8), 0));
    assertThat(spec(Map.of(), "gin", "{}"))
        .isEqualTo(new Gin(16, convolutions(Function.RELU, Norm.BATCH, nodes, 64, 64), false));
    Readout sums = new Readout(Pooling.SUM, Pool.NONE, 0.5, 1, null);
    assertThat(spec(MANY, "gin", "{}"))
        .isEqualTo(new Gin(16, convolutions(Function.RELU, Norm.BATCH, sums, 64, 64), false));
    Readout means = new Readout(Pooling.MEAN, Pool.NONE, 0.5, 1, null);
    assertThat(spec(MANY, "gcn", "{}"))
        .isEqualTo(new Gcn(16, convolutions(Function.RELU, Norm.NONE, means, 64, 64)));
  }

  @Test
  void readsEveryKey() {
    assertThat(
            spec(
                Map.of(),
                "gat",
                "{ embedding = 4, hidden = [6], heads = [3, 1], attention-dropout = 0.6, dropout = 0.5, activation = silu, norm = layer, residual = true }"))
        .isEqualTo(
            new Gat(
                4,
                new Convolutions(List.of(6), Function.SILU, Norm.LAYER, 0.5, true, Readout.NODES),
                List.of(3, 1),
                0.6));
    assertThat(
            spec(
                MANY,
                "graphsage",
                "{ hidden = [6], aggregator = max, pooling = attention, pool = top-k, ratio = 0.8 }"))
        .isEqualTo(
            new Graphsage(
                16,
                convolutions(
                    Function.RELU,
                    Norm.NONE,
                    new Readout(Pooling.ATTENTION, Pool.TOP_K, 0.8, 1, null),
                    6),
                Aggregator.MAX));
    assertThat(
            spec(MANY, "gin", "{ hidden = [6], learn-epsilon = true, pool = diff, clusters = 5 }"))
        .isEqualTo(
            new Gin(
                16,
                convolutions(
                    Function.RELU,
                    Norm.BATCH,
                    new Readout(Pooling.SUM, Pool.DIFF, 0.5, 5, null),
                    6),
                true));
  }

  @Test
  void readsSeedsAndWhatStops() {
    Deep several = deep(Map.of(), "gcn", "{ seeds = [3, 1, 2], stop-on = metric }");
    Deep one = deep(Map.of(), "gcn", "{ seed = 9 }");

    assertThat(several.seeds()).containsExactly(3L, 1L, 2L);
    assertThat(several.seed()).isEqualTo(3);
    assertThat(several.stopOn()).isEqualTo(StopOn.METRIC);
    assertThat(several.withSeed(2).seeds()).containsExactly(2L);
    assertThat(one.seeds()).containsExactly(9L);
    assertThat(one.stopOn()).isEqualTo(StopOn.LOSS);
  }

  @Test
  void roundTripsThroughTheResolvedDefinition() throws IOException {
    for (String network : GraphNetworkReader.NETWORKS) {
      PipelineDefinition d = read(GRAPH, MANY, network, "{ seeds = [1, 2], pool = sag }");

      assertThat(
              Json.read(
                  Json.bytes(d),
                  PipelineDefinition.class,
                  PipelineDefinition.VERSION,
                  "definition.json"))
          .isEqualTo(d);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "gcn | { hidden = [4, 4] } | Cannot train model 'gcn': its 3 convolutions reach nodes 3 edges away, but graph.neighbourhoods.fan-outs has 2 (expected at least as many). Add a fan-out for each convolution, or use fewer.",
        "gcn | { pooling = mean } | Unknown key 'pooling' in 'models.gcn'",
        "gcn | { aggregator = mean } | Unknown key 'aggregator' in 'models.gcn'",
        "gcn | { seeds = [1, 1] } | Cannot train with seeds = [1, 1] (expected at least one, each once, the first 1).",
        "gcn | { seeds = [] } | Cannot train 'gcn' with seeds = [] (expected at least one).",
        "gcn | { seed = 1, seeds = [1] } | Cannot train 'gcn' with both seed and seeds (expected one of them).",
        "gcn | { stop-on = accuracy } | found 'accuracy' (expected one of loss, metric).",
        "gat | { heads = many } | found 'many' (expected a whole number or a list).",
        "gat | { heads = [1, 2, 3] } | Cannot build network 'gat' with heads = [1, 2, 3]",
        "gin | { hidden = [] } | Cannot build convolutions of widths []",
      })
  void refuses(String network, String keys, String message) {
    assertThatThrownBy(() -> read(GRAPH, Map.of(), network, keys))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesPoolsThatLackTheirKeys() {
    assertThatThrownBy(() -> read(GRAPH, MANY, "gcn", "{ pool = diff }"))
        .hasMessageContaining("the key 'clusters' is missing (expected a whole number)");
    assertThatThrownBy(() -> read(GRAPH, MANY, "gcn", "{ pooling = none }"))
        .hasMessageContaining(
            "Cannot train model 'gcn' without pooling: graph.graph gives each graph a score (expected mean, max, sum or attention).");
  }

  @Test
  void refusesModelsOfRowsBesideThoseOfGraphs() {
    Map<String, String> both = new HashMap<>(MANY);
    both.put("models.logistic-regression", "{}");
    assertThatThrownBy(() -> read(GRAPH, both, "gin", "{}"))
        .hasMessageContaining(
            "Cannot evaluate model 'logistic-regression' beside [gin]: it scores each row, but with graph.graph those score whole graphs (expected models over graphs). Give it a definition of its own whose rows are graphs.");
  }

  @Test
  void needsAGraph() {
    assertThatThrownBy(() -> read(BASE, Map.of(), "graphsage", "{}"))
        .hasMessageContaining(
            "Cannot train model 'graphsage': network 'graphsage' learns from the edges of a graph, but the definition has none (expected a section graph). Add it, or use mlp.");
  }

  private static Convolutions convolutions(
      Function activation, Norm norm, Readout readout, Integer... hidden) {
    return new Convolutions(List.of(hidden), activation, norm, 0, false, readout);
  }

  private static NetworkSpec spec(Map<String, String> graph, String network, String keys) {
    return deep(graph, network, keys).spec();
  }

  private static Deep deep(Map<String, String> graph, String network, String keys) {
    return (Deep) read(GRAPH, graph, network, keys).model(network).settings();
  }

  private static PipelineDefinition read(
      Path file, Map<String, String> graph, String network, String keys) {
    Map<String, String> overrides = new HashMap<>(graph);
    overrides.put("models." + network, keys);
    return DefinitionReader.read(file, overrides);
  }
}
