package io.millrace.jobs.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.millrace.catalog.Signature;
import io.millrace.jobs.TestSpark;
import io.millrace.network.InitialParameters;
import io.millrace.network.OnnxExporter;
import io.millrace.network.StageExporter;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import io.millrace.spec.target.Task;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphInferenceIT {
  private static final int NODES = 500;
  private static final int EDGES = 4000;
  private static final FeaturePlan PLAN =
      new FeaturePlan(
          1,
          List.of(new Column("a", ColumnType.DOUBLE), new Column("b", ColumnType.INT)),
          List.of(
              new Transform.Numeric("a", "a", false, 0.5, 0, 1),
              new Transform.Numeric("b", "b", false, 0, 5, 2)));
  private static final Signature SIGNATURE =
      new Signature(
          1,
          List.of(new Signature.Input("a", "double", true), new Signature.Input("b", "int", true)),
          List.of(new Signature.Output("probability", "float")),
          "binary",
          List.of(),
          new Signature.Tensors(List.of(), List.of()));

  private final long[] sources = new long[EDGES];
  private final long[] targets = new long[EDGES];
  private final float[] weights = new float[EDGES];
  private final double[] a = new double[NODES];
  private final double[] b = new double[NODES];
  private final float[] degrees = new float[NODES];

  /** A convolution of each kind, and one value that skips over two of them. */
  private static Predictor.Deep model() {
    return model(
        node("start", new Layer.Linear(6, true), "dense"),
        node(
            "gcn",
            new GraphLayer.GraphConv(6, GraphLayer.GraphConv.Normalisation.SYMMETRIC),
            "start"),
        node("relu", new Layer.Activation(Layer.Activation.Function.RELU), "gcn"),
        node("sage", new GraphLayer.SageConv(6, GraphLayer.SageConv.Aggregator.MEAN), "relu"),
        node("sum", new Layer.Add(), "sage", "start"),
        node("gat", new GraphLayer.GatConv(1, 2, false, 0.2, 0), "sum"),
        node("score", new GraphLayer.Targets(), "gat"));
  }

  /** Scores of pairs by a layer over the product of both nodes. */
  private static Predictor.Deep pairModel() {
    return model(
        node("sage", new GraphLayer.SageConv(6, GraphLayer.SageConv.Aggregator.MEAN), "dense"),
        node("relu", new Layer.Activation(Layer.Activation.Function.RELU), "sage"),
        node(
            "gcn",
            new GraphLayer.GraphConv(5, GraphLayer.GraphConv.Normalisation.SYMMETRIC),
            "relu"),
        node("both", new GraphLayer.Pairs(GraphLayer.Pairs.Combination.PRODUCT), "gcn"),
        node("score", new Layer.Linear(1, true), "both"));
  }

  private static Predictor.Deep model(Node... nodes) {
    Network network =
        new Network(
            List.of(new Network.Dense("dense", List.of("a", "b"))), List.of(nodes), "score");
    return new Predictor.Deep(Task.BINARY, network, InitialParameters.of(network, 3), 1, 0);
  }

  private static Node node(String name, Layer layer, String... inputs) {
    return new Node(name, layer, List.of(inputs));
  }

  /** One node in ten has no edge, one is the end of half of them; loops and repeats occur. */
  private void draw() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < NODES; i++) {
      a[i] = i % 17 == 0 ? Double.NaN : random.nextDouble();
      b[i] = random.nextInt(10);
    }
    for (int e = 0; e < EDGES; e++) {
      sources[e] = random.nextInt(NODES * 9 / 10);
      targets[e] = e % 2 == 0 ? 11 : random.nextInt(NODES * 9 / 10);
      weights[e] = random.nextInt(1, 4);
      degrees[(int) targets[e]] += weights[e];
    }
  }

  /** With so few numbers in a part, the node with half of all edges is a hub. */
  @ParameterizedTest
  @ValueSource(longs = {8_000_000, 1_500})
  void layerByLayerGivesWhatTheWholeFileGives(long part) throws Exception {
    draw();
    float[] expected = whole(model());

    Map<Long, Float> found = new HashMap<>();
    LayerPass.Limits limits = new LayerPass.Limits(part, 1_000_000);
    try (GraphInference inference = inference(stages(model()), limits)) {
      for (Row row : inference.scores(List.of("probability")).collectAsList()) {
        found.put(row.getLong(0), (Float) row.getList(1).get(0));
      }
    }

    assertThat(found).hasSize(NODES);
    for (long i = 0; i < NODES; i++) {
      assertThat(found.get(i)).isCloseTo(expected[(int) i], within(1e-5f));
    }
  }

  @Test
  void anExampleOfTheWholeGraphGivesThatToo() throws Exception {
    draw();
    float[] expected = whole(model());

    Map<Long, Float> found = new HashMap<>();
    List<byte[]> stages = stages(model());
    try (GraphInference inference = inference(stages, LayerPass.Limits.USUAL)) {
      for (Row row :
          ExampleScores.of(example(1011L, 1499L), inference.first(), stages, List.of("probability"))
              .collectAsList()) {
        found.put(row.getLong(0), (Float) row.getList(1).get(0));
      }
    }

    assertThat(found).hasSize(2);
    assertThat(found.get(1011L)).isCloseTo(expected[11], within(1e-5f));
    assertThat(found.get(1499L)).isCloseTo(expected[499], within(1e-5f));
  }

  @Test
  void pairsAreScoredByTheEmbeddingsOfBothNodes() throws Exception {
    draw();
    float[] expected = whole(pairModel(), 11, 3, 499, 11, 7, 8);
    List<byte[]> stages = stages(pairModel());

    try (GraphInference inference = inference(stages, LayerPass.Limits.USUAL)) {
      byte[] last = stages.get(stages.size() - 1);
      Map<Long, Float> found =
          scores(PairScores.of(pairs(), inference.embeddings(), last, List.of("probability")));
      assertThat(found).hasSize(3);
      for (int pair = 0; pair < 3; pair++) {
        assertThat(found.get((long) pair)).isCloseTo(expected[pair], within(1e-5f));
      }
      Map<Long, Float> ofExample =
          scores(
              ExampleScores.of(example(5000L), inference.first(), stages, List.of("probability")));
      float both = whole(pairModel(), 11, 499)[0];
      assertThat(ofExample).containsOnlyKeys(5000L);
      assertThat(ofExample.get(5000L)).isCloseTo(both, within(1e-5f));
    }
  }

  private static Map<Long, Float> scores(Dataset<Row> rows) {
    Map<Long, Float> found = new HashMap<>();
    rows.collectAsList().forEach(row -> found.put(row.getLong(0), (Float) row.getList(1).get(0)));
    return found;
  }

  private static Dataset<Row> pairs() {
    StructType schema = new StructType();
    for (String name : List.of("__row", "source", "target")) {
      schema = schema.add(name, DataTypes.LongType);
    }
    return TestSpark.session()
        .createDataFrame(
            List.of(
                RowFactory.create(0L, 11L, 3L),
                RowFactory.create(1L, 499L, 11L),
                RowFactory.create(2L, 7L, 8L)),
            schema);
  }

  @Test
  void givesAHubOneSourceForEachTask() {
    draw();
    Dataset<Row> x =
        nodes().selectExpr("__id as id", "__degree as degree", "array(float(__id), 1f) as x");
    HubSources hubs = new HubSources(edges().repartition(3), EDGES / 3);

    List<Row> merged = hubs.merged(x, StageExporter.SUMS_NORMALISED).collectAsList();

    assertThat(hubs.otherEdges().count()).isEqualTo(edges().where("target <> 11").count());
    assertThat(merged.stream().map(row -> row.getLong(0)).distinct())
        .hasSameSizeAs(merged)
        .allMatch(id -> id < 0);
    assertThat(merged).hasSizeBetween(1, 4).allMatch(row -> row.getLong(1) == 11);
    double[] expected = new double[2];
    for (int e = 0; e < EDGES; e++) {
      double factor = targets[e] == 11 ? weights[e] / Math.sqrt(1 + degrees[(int) sources[e]]) : 0;
      expected[0] += factor * sources[e];
      expected[1] += factor;
    }
    double[] found = new double[2];
    for (Row row : merged) {
      List<Float> mean = row.getList(3);
      found[0] += row.getFloat(2) * mean.get(0);
      found[1] += row.getFloat(2) * mean.get(1);
    }
    assertThat(found[0]).isCloseTo(expected[0], within(1e-5 * expected[0]));
    assertThat(found[1]).isCloseTo(expected[1], within(1e-5 * expected[1]));
  }

  @Test
  void refusesAHubWhoseEdgesMustBeInOnePlace() {
    draw();
    try (GraphInference inference =
        inference(stages(model()), new LayerPass.Limits(1_500, 9_000))) {
      assertThatThrownBy(() -> inference.scores(List.of("probability")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Cannot score the graph: a node has ")
          .hasMessageContaining("expected at most 1500 edges");
    }
  }

  private GraphInference inference(List<byte[]> stages, LayerPass.Limits limits) {
    Dataset<Row> degrees = nodes().selectExpr("__id as id", "__degree as degree");
    long largest = LongStream.of(targets).filter(target -> target == 11).count();
    return new GraphInference(
        nodes(),
        new GraphInference.Graph(degrees, edges(), EDGES, largest),
        SIGNATURE,
        stages,
        limits);
  }

  private static List<byte[]> stages(Predictor.Deep model) {
    return StageExporter.export(PLAN, model, List.of(), true, Map.of()).stream()
        .map(StageExporter.Stage::file)
        .toList();
  }

  /**
   * @param pairs both nodes of each pair side by side, for a model that scores pairs
   */
  private float[] whole(Predictor.Deep model, long... pairs) throws Exception {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    byte[] file = OnnxExporter.export(PLAN, model, List.of(), true, Map.of());
    long[] index = new long[2 * EDGES];
    System.arraycopy(sources, 0, index, 0, EDGES);
    System.arraycopy(targets, 0, index, EDGES, EDGES);
    try (OrtSession session = environment.createSession(file);
        OnnxTensor first =
            OnnxTensor.createTensor(environment, DoubleBuffer.wrap(a), new long[] {NODES});
        OnnxTensor second =
            OnnxTensor.createTensor(environment, DoubleBuffer.wrap(b), new long[] {NODES});
        OnnxTensor edges =
            OnnxTensor.createTensor(environment, LongBuffer.wrap(index), new long[] {2, EDGES});
        OnnxTensor weight =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(weights), new long[] {EDGES});
        OnnxTensor asked =
            OnnxTensor.createTensor(
                environment, columns(pairs.length == 0 ? new long[2] : pairs))) {
      Map<String, OnnxTensor> inputs = new HashMap<>();
      inputs.put("a", first);
      inputs.put("b", second);
      inputs.put("edge_index", edges);
      inputs.put("edge_weight", weight);
      if (pairs.length > 0) {
        inputs.put("pairs", asked);
      }
      try (OrtSession.Result result = session.run(inputs)) {
        return (float[]) result.get("probability").orElseThrow().getValue();
      }
    }
  }

  private static long[][] columns(long[] pairs) {
    long[][] columns = new long[2][pairs.length / 2];
    for (int i = 0; i < pairs.length; i++) {
      columns[i % 2][i / 2] = pairs[i];
    }
    return columns;
  }

  private Dataset<Row> nodes() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      rows.add(
          RowFactory.create((long) i, degrees[i], Double.isNaN(a[i]) ? null : a[i], (int) b[i]));
    }
    return TestSpark.session()
        .createDataFrame(
            rows,
            new StructType()
                .add("__id", DataTypes.LongType)
                .add("__degree", DataTypes.FloatType)
                .add("a", DataTypes.DoubleType)
                .add("b", DataTypes.IntegerType));
  }

  private Dataset<Row> edges() {
    List<Row> rows = new ArrayList<>();
    for (int e = 0; e < EDGES; e++) {
      rows.add(RowFactory.create(sources[e], targets[e], weights[e]));
    }
    return TestSpark.session()
        .createDataFrame(
            rows,
            new StructType()
                .add("source", DataTypes.LongType)
                .add("target", DataTypes.LongType)
                .add("weight", DataTypes.FloatType));
  }

  /** The whole graph as one row of training data that asks for two nodes, or for the pair. */
  private Dataset<Row> example(Long... keys) {
    List<Long> ids = new ArrayList<>();
    List<Integer> begins = new ArrayList<>(List.of(0));
    List<Integer> from = new ArrayList<>();
    List<Float> weight = new ArrayList<>();
    List<Float> degree = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      ids.add((long) i);
      degree.add(degrees[i]);
      for (int e = 0; e < EDGES; e++) {
        if (targets[e] == i) {
          from.add((int) sources[e]);
          weight.add(weights[e]);
        }
      }
      begins.add(from.size());
    }
    StructType schema = new StructType();
    for (String name : List.of("ids", "keys")) {
      schema = schema.add(name, DataTypes.createArrayType(DataTypes.LongType));
    }
    for (String name : List.of("begins", "sources", "targets")) {
      schema = schema.add(name, DataTypes.createArrayType(DataTypes.IntegerType));
    }
    for (String name : List.of("weights", "degrees")) {
      schema = schema.add(name, DataTypes.createArrayType(DataTypes.FloatType));
    }
    Row row =
        RowFactory.create(
            ids.toArray(),
            keys,
            begins.toArray(),
            from.toArray(),
            new Integer[] {11, 499},
            weight.toArray(),
            degree.toArray());
    return TestSpark.session().createDataFrame(List.of(row), schema);
  }
}
