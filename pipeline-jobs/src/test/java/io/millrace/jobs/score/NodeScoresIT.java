package io.millrace.jobs.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.millrace.handoff.step.Events;
import io.millrace.jobs.TestSpark;
import io.millrace.spec.graph.GraphSpec.Unknown;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new graph is scored with a model of the catalog. */
class NodeScoresIT {
  private static final int NODES = 80;

  /** Neighbours among doubles: a key that is rounded becomes that of another node. */
  private static final long FIRST_KEY = 1L << 53;

  @TempDir Path folder;

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final double[] x = new double[NODES];

  /** Weights by the ends of an edge, the smaller first. */
  private final Map<List<Integer>, Float> edges = new LinkedHashMap<>();

  private long score(String model, Map<String, Path> edges, boolean embeddings) throws Exception {
    Map<String, String> paths = new HashMap<>();
    edges.forEach((table, path) -> paths.put(table, path.toString()));
    ScoreRequest request =
        new ScoreRequest(
            folder.resolve("catalog").toString(),
            model,
            folder.resolve("nodes").toString(),
            paths,
            folder.resolve("scored").toString(),
            "parquet",
            embeddings);
    Events events = new Events(new PrintStream(told, true, StandardCharsets.UTF_8));
    return new ScoreJob(TestSpark.session(), events).score(request);
  }

  private void write(String name, String ddl, List<Row> rows) {
    TestSpark.session()
        .createDataFrame(rows, StructType.fromDDL(ddl))
        .write()
        .mode("overwrite")
        .parquet(folder.resolve(name).toString());
  }

  /** The last quarter of the nodes stands alone. */
  private void draw() {
    SplittableRandom random = new SplittableRandom(5);
    List<Row> nodes = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      x[i] = random.nextDouble(-1, 1);
      nodes.add(RowFactory.create("note " + i, FIRST_KEY + i, x[i]));
    }
    List<Row> calls = new ArrayList<>();
    for (int e = 0; e < 300; e++) {
      int from = random.nextInt(NODES * 3 / 4);
      int to = random.nextInt(NODES * 3 / 4);
      float load = random.nextInt(1, 5);
      if (from != to) {
        calls.add(RowFactory.create(FIRST_KEY + from, FIRST_KEY + to, load));
        edges.merge(List.of(Math.min(from, to), Math.max(from, to)), load, Float::sum);
      }
    }
    calls.add(RowFactory.create(FIRST_KEY, FIRST_KEY, 1f));
    calls.add(RowFactory.create(FIRST_KEY, 7L, 1f));
    calls.add(RowFactory.create(null, FIRST_KEY, 1f));
    calls.add(RowFactory.create(FIRST_KEY, FIRST_KEY + 1, Float.NaN));
    write("nodes", "note STRING, id BIGINT, x DOUBLE", nodes);
    write("calls", "caller BIGINT, called BIGINT, load FLOAT", calls);
  }

  private float[][] whole() throws Exception {
    List<Integer> sources = new ArrayList<>();
    List<Integer> targets = new ArrayList<>();
    List<Float> weights = new ArrayList<>();
    edges.forEach(
        (ends, weight) -> {
          sources.addAll(ends);
          targets.addAll(List.of(ends.get(1), ends.get(0)));
          weights.addAll(List.of(weight, weight));
        });
    long[] index = new long[2 * sources.size()];
    float[] weight = new float[sources.size()];
    for (int e = 0; e < sources.size(); e++) {
      index[e] = sources.get(e);
      index[sources.size() + e] = targets.get(e);
      weight[e] = weights.get(e);
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(GraphVersion.whole());
        OnnxTensor values =
            OnnxTensor.createTensor(environment, DoubleBuffer.wrap(x), new long[] {NODES});
        OnnxTensor ends =
            OnnxTensor.createTensor(
                environment, LongBuffer.wrap(index), new long[] {2, weight.length});
        OnnxTensor loads =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(weight), new long[] {weight.length});
        OrtSession.Result result =
            session.run(Map.of("x", values, "edge_index", ends, "edge_weight", loads))) {
      float[][] classes = new float[GraphVersion.CLASSES.size()][];
      for (int c = 0; c < classes.length; c++) {
        classes[c] = (float[]) result.get("probability_" + c).orElseThrow().getValue();
      }
      return classes;
    }
  }

  @Test
  void newNodesGetWhatTheWholeFileSaysOfThem() throws Exception {
    draw();
    GraphVersion.publishOverGraph(folder.resolve("catalog"), Unknown.REJECT);

    long rows = score("a/graph@champion", Map.of("calls", folder.resolve("calls")), true);

    float[][] expected = whole();
    assertThat(rows).isEqualTo(NODES);
    List<Row> scored = read("scored");
    assertThat(scored.get(0).schema().fieldNames())
        .containsExactly(
            "note",
            "id",
            "x",
            "prediction",
            "probability_0",
            "probability_1",
            "probability_2",
            "embedding");
    for (Row row : scored) {
      int node = (int) (row.getLong(1) - FIRST_KEY);
      assertThat(row.getString(0)).isEqualTo("note " + node);
      int best = 0;
      for (int c = 0; c < expected.length; c++) {
        assertThat(row.getFloat(4 + c)).isCloseTo(expected[c][node], within(1e-5f));
        best = expected[c][node] > expected[best][node] ? c : best;
      }
      assertThat(row.getString(3)).isEqualTo(GraphVersion.CLASSES.get(best));
      assertThat(row.getList(7)).hasSize(GraphVersion.WIDTH);
    }
    assertThat(read("scored/_rejected"))
        .extracting(row -> row.<String>getAs("reason"))
        .containsExactlyInAnyOrder(
            "calls:missing-source", "calls:unknown-target", "calls:self-loop", "calls:weight");
    assertThat(told.toString(StandardCharsets.UTF_8)).contains("calls:missing-source=1");
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("nodes", "calls", "catalog", "scored");
    }
  }

  private List<Row> read(String name) {
    return TestSpark.session().read().parquet(folder.resolve(name).toString()).collectAsList();
  }

  @Test
  void refusesTablesThatMakeNoGraph() throws Exception {
    draw();
    GraphVersion.publishOverGraph(folder.resolve("catalog"), Unknown.FAIL);
    Path calls = folder.resolve("calls");

    assertRefused(Map.of(), "tables of edges [] were given (expected [calls])");
    assertRefused(Map.of("calls", calls), "rows are 'missing-source', whose policy is fail");
    write("rounded", "caller DOUBLE, called BIGINT, load FLOAT", List.of());
    assertRefused(
        Map.of("calls", folder.resolve("rounded")),
        "Cannot read keys of nodes from column 'caller' of edges 'calls': its type is double");
    write("other", "caller BIGINT, called BIGINT", List.of());
    assertRefused(Map.of("calls", folder.resolve("other")), "column 'load' is missing");
    write(
        "nodes",
        "id BIGINT, x DOUBLE",
        List.of(RowFactory.create(5L, 1.0), RowFactory.create(5L, 2.0)));
    assertRefused(
        Map.of("calls", calls), "column 'id' of the input names nodes, and '5' stands in 2 rows");
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("nodes", "calls", "catalog", "rounded", "other");
    }
  }

  private void assertRefused(Map<String, Path> edges, String text) {
    assertThatThrownBy(() -> score("a/graph@champion", edges, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }

  @Test
  void rowsWithSparseFeaturesAreScoredToo() throws Exception {
    GraphVersion.publishOverWords(folder.resolve("catalog"));
    write(
        "nodes",
        "words STRING, id INT",
        List.of(RowFactory.create("1:2 3:6", 1), RowFactory.create(null, 2)));

    score("a/words@champion", Map.of(), false);

    float[] weights = GraphVersion.weightsOfWords();
    List<Row> scored = read("scored");
    assertThat(scored).hasSize(2);
    for (Row row : scored) {
      double expected = row.getInt(1) == 2 ? 0 : 0.25 * weights[1] + 0.75 * weights[3];
      assertThat(row.<Float>getAs("prediction"))
          .isCloseTo((float) (1000 + 10 * expected), within(1e-3f));
    }
  }
}
