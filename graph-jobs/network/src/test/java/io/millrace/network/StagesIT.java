package io.millrace.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.sampling.Topology;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.GraphLayer.SageConv.Aggregator;
import io.millrace.spec.network.Network;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A graph that is scored stage by stage and block by block, every node once. */
class StagesIT {
  private static final double TOLERANCE = 1e-5;
  private static final int BLOCK = 37;
  private static final List<String> CLASSES = List.of("a", "b", "c");
  private static final Graphs GRAPH = Graphs.random(new int[] {300}, 6, 71);

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of("no convolution", GraphNetworks.alone(3), 1),
        Arguments.of("gcn", GraphNetworks.gcn(3), 3),
        Arguments.of("graphsage mean", GraphNetworks.sage(3, Aggregator.MEAN), 3),
        Arguments.of("graphsage max", GraphNetworks.sage(3, Aggregator.MAX), 3),
        Arguments.of("gat", GraphNetworks.gat(3), 3),
        Arguments.of("residual", GraphNetworks.residual(3), 4),
        Arguments.of("pairs of nodes", GraphNetworks.links(3), 4));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void stagesEqualTheWholeFile(String name, Network network, int count) throws Exception {
    Predictor.Deep deep = Networks.predictor(Task.MULTICLASS, network, 1, 0);
    for (boolean weights : new boolean[] {false, true}) {
      List<StageExporter.Stage> stages =
          StageExporter.export(Graphs.PLAN, deep, CLASSES, weights, Map.of());
      assertThat(stages).hasSize(count);
      float[][] found = staged(stages, weights);
      float[][] expected = whole(deep, weights);
      for (int i = 0; i < expected.length; i++) {
        assertThat(found[i]).as("row " + i).containsExactly(expected[i], within((float) TOLERANCE));
      }
    }
  }

  /** Probabilities by node. */
  private static float[][] whole(Predictor.Deep deep, boolean weights) throws Exception {
    byte[] bytes = OnnxExporter.export(Graphs.PLAN, deep, CLASSES, weights, Map.of());
    Map<String, Object> tensors = GRAPH.tensors(OnnxExporter.tensors(Graphs.PLAN, deep, weights));
    try (OnnxFile file = new OnnxFile(bytes)) {
      return probabilities(file.run(OnnxExporter.inputs(Graphs.PLAN, deep), GRAPH.rows(), tensors));
    }
  }

  private static float[][] probabilities(Map<String, Object> outputs) {
    float[][] columns = new float[CLASSES.size()][];
    for (int k = 0; k < columns.length; k++) {
      columns[k] = (float[]) outputs.get("probability_" + k);
    }
    float[][] rows = new float[columns[0].length][columns.length];
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < columns.length; k++) {
        rows[i][k] = columns[k][i];
      }
    }
    return rows;
  }

  private static float[][] staged(List<StageExporter.Stage> stages, boolean weights)
      throws Exception {
    StageExporter.Stage first = stages.get(0);
    float[][] x;
    try (OnnxFile file = new OnnxFile(first.file())) {
      Map<String, Object> tensors = GRAPH.tensors(first.inputs());
      x = rows(first, file.run(first.columns(), GRAPH.rows(), tensors));
    }
    for (StageExporter.Stage stage : stages.subList(1, stages.size())) {
      assertThat(x[0]).hasSize(Integer.parseInt(stage.inputs().get(0).shape().get(1)));
      x = stage.inputs().size() == 2 ? pairs(stage, x) : later(stage, x, weights);
    }
    return x;
  }

  /** The pairs of the whole file, by what was computed of their nodes. */
  private static float[][] pairs(StageExporter.Stage stage, float[][] x) throws Exception {
    try (OnnxFile file = new OnnxFile(stage.file())) {
      Map<String, Object> tensors = GRAPH.tensors(stage.inputs().subList(1, 2));
      tensors.put("x", x);
      return probabilities(file.run(List.of(), List.of(), tensors));
    }
  }

  private static float[][] later(StageExporter.Stage stage, float[][] x, boolean weights)
      throws Exception {
    Topology topology = GRAPH.topology(weights);
    float[][] next = new float[x.length][];
    try (OnnxFile file = new OnnxFile(stage.file())) {
      for (int begin = 0; begin < x.length; begin += BLOCK) {
        int end = Math.min(begin + BLOCK, x.length);
        Map<String, Object> block = block(topology, x, begin, end, weights);
        assertThat(block.keySet())
            .containsExactlyInAnyOrderElementsOf(
                stage.inputs().stream().map(TensorInput::name).toList());
        Map<String, Object> outputs = file.run(List.of(), List.of(), block);
        System.arraycopy(rows(stage, outputs), 0, next, begin, end - begin);
      }
    }
    return next;
  }

  private static float[][] rows(StageExporter.Stage stage, Map<String, Object> outputs) {
    return stage.width() > 0
        ? (float[][]) outputs.get(StageExporter.NEXT_X)
        : probabilities(outputs);
  }

  /** The targets, then whoever else sends them a message. */
  private static Map<String, Object> block(
      Topology topology, float[][] x, int begin, int end, boolean weights) {
    Map<Integer, Integer> places = new LinkedHashMap<>();
    for (int i = begin; i < end; i++) {
      places.put(i, places.size());
    }
    List<long[]> edges = new ArrayList<>();
    for (int i = begin; i < end; i++) {
      for (int e = topology.begins()[i]; e < topology.begins()[i + 1]; e++) {
        int source = places.computeIfAbsent(topology.sources()[e], s -> places.size());
        edges.add(new long[] {source, i - begin, e});
      }
    }
    Map<String, Object> block = new HashMap<>();
    block.put("x", places.keySet().stream().map(i -> x[i]).toArray(float[][]::new));
    block.put("targets", (long) (end - begin));
    block.put("edge_index", new long[][] {column(edges, 0), column(edges, 1)});
    float[] degrees = new float[places.size()];
    places.forEach((node, place) -> degrees[place] = topology.degrees()[node]);
    block.put("degree", degrees);
    if (weights) {
      float[] all = new float[edges.size()];
      for (int e = 0; e < all.length; e++) {
        all[e] = topology.weight((int) edges.get(e)[2]);
      }
      block.put("edge_weight", all);
    }
    return block;
  }

  private static long[] column(List<long[]> edges, int column) {
    return edges.stream().mapToLong(edge -> edge[column]).toArray();
  }
}
