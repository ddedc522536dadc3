package io.millrace.jobs.score;

import io.millrace.catalog.ArtifactSource;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.Publication;
import io.millrace.catalog.Signature;
import io.millrace.handoff.Json;
import io.millrace.jobs.evaluate.Stages;
import io.millrace.network.InitialParameters;
import io.millrace.network.OnnxExporter;
import io.millrace.network.StageExporter;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.graph.GraphInput;
import io.millrace.spec.graph.GraphSpec.Direction;
import io.millrace.spec.graph.GraphSpec.Duplicates;
import io.millrace.spec.graph.GraphSpec.EdgeTable;
import io.millrace.spec.graph.GraphSpec.SelfLoops;
import io.millrace.spec.graph.GraphSpec.Unknown;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.GraphLayer.GraphConv.Normalisation;
import io.millrace.spec.network.GraphLayer.SageConv.Aggregator;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import io.millrace.spec.target.Task;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Versions in a catalog whose files are those of untrained networks. */
final class GraphVersion {
  static final List<String> CLASSES = List.of("low", "middle", "high");
  static final int WIDTH = 5;

  private static final FeaturePlan PLAN =
      new FeaturePlan(
          FeaturePlan.VERSION,
          List.of(new Column("x", ColumnType.DOUBLE), new Column("words", ColumnType.STRING)),
          List.of(
              new Transform.Numeric("x", "x", false, 0.5, 0, 1),
              new Transform.Sparse("words", "words", 8, true)));
  private static final Network OVER_A_GRAPH =
      new Network(
          List.of(new Network.Dense("dense", List.of("x"))),
          List.of(
              node("gcn", new GraphLayer.GraphConv(WIDTH, Normalisation.SYMMETRIC), "dense"),
              node("relu", new Layer.Activation(Layer.Activation.Function.RELU), "gcn"),
              node("sage", new GraphLayer.SageConv(CLASSES.size(), Aggregator.MEAN), "relu"),
              node("score", new GraphLayer.Targets(), "sage")),
          "score");
  private static final Network OVER_WORDS =
      new Network(
          List.of(new Network.Sparse("words", 8)),
          List.of(node("score", new Layer.Linear(1, true), "words")),
          "score");

  private GraphVersion() {}

  private static Node node(String name, Layer layer, String... inputs) {
    return new Node(name, layer, List.of(inputs));
  }

  /** The whole file of the network over a graph: what stages must give together. */
  static byte[] whole() {
    return OnnxExporter.export(PLAN, overGraph(), CLASSES, true, Map.of());
  }

  static float[] weightsOfWords() {
    return overWords().parameters().get("score.weight");
  }

  private static Predictor.Deep overGraph() {
    return new Predictor.Deep(
        Task.MULTICLASS, OVER_A_GRAPH, InitialParameters.of(OVER_A_GRAPH, 3), 1, 0);
  }

  private static Predictor.Deep overWords() {
    return new Predictor.Deep(
        Task.REGRESSION, OVER_WORDS, InitialParameters.of(OVER_WORDS, 3), 10, 1000);
  }

  /** Publishes {@code a/graph}, whose nodes have long keys, with a table of edges {@code calls}. */
  static void publishOverGraph(Path catalog, Unknown unknown) {
    EdgeTable calls =
        new EdgeTable(
            "calls",
            "caller",
            "called",
            "load",
            unknown,
            Duplicates.SUM,
            SelfLoops.REJECT,
            Direction.SYMMETRIC);
    GraphInput input =
        new GraphInput(
            GraphInput.VERSION,
            new Column("id", ColumnType.LONG),
            null,
            List.of(new GraphInput.Edges(calls, ColumnType.LONG, ColumnType.LONG)));
    Signature signature =
        new Signature(
            1,
            List.of(new Signature.Input("x", "double", true)),
            List.of(
                new Signature.Output("prediction", "string"),
                new Signature.Output("probability_0", "float"),
                new Signature.Output("probability_1", "float"),
                new Signature.Output("probability_2", "float")),
            "multiclass",
            CLASSES,
            new Signature.Tensors(
                List.of(new Signature.Tensor("edge_index", "int64", List.of("2", "edges"))),
                List.of()));
    List<byte[]> stages =
        StageExporter.export(PLAN, overGraph(), CLASSES, true, Map.of()).stream()
            .map(StageExporter.Stage::file)
            .toList();
    publish(catalog, "a/graph", whole(), signature, stages, input);
  }

  /** Publishes {@code a/words}, which takes a sparse feature of rows that stand alone. */
  static void publishOverWords(Path catalog) {
    Signature signature =
        new Signature(
            1,
            List.of(),
            List.of(new Signature.Output("prediction", "float")),
            "regression",
            List.of(),
            new Signature.Tensors(List.of(), List.of(new Signature.Sparse("words", 8))));
    byte[] file = OnnxExporter.export(PLAN, overWords(), List.of(), false, Map.of());
    publish(catalog, "a/words", file, signature, List.of(file), null);
  }

  private static void publish(
      Path catalog,
      String name,
      byte[] whole,
      Signature signature,
      List<byte[]> stages,
      @Nullable GraphInput input) {
    Map<String, ArtifactSource> files = new LinkedHashMap<>();
    files.put("model.onnx", ArtifactSource.of(whole));
    files.put("signature.json", ArtifactSource.of(signature.toJson()));
    files.put("feature-plan.json", ArtifactSource.of(Json.bytes(PLAN)));
    if (input != null) {
      files.put("graph-input.json", ArtifactSource.of(Json.bytes(input)));
    }
    for (int stage = 0; stage < stages.size(); stage++) {
      files.put(Stages.file(stage), ArtifactSource.of(stages.get(stage)));
    }
    Catalog.open(catalog.toString())
        .publish(
            new Publication(name, "run-1", files, Map.of(), Map.of(), true, List.of("champion")));
  }
}
