package io.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A number for each node, from its neighbours' features alone: edges from cleaned rows by SQL, a
 * model in the catalog, and the same graph scored anew with it.
 */
@Tag("full")
class GraphRegressionIT {
  private static final int NODES = 400;

  /** Of four neighbours, one node in ten has none. */
  private static final int DEGREE = 4;

  /** Neighbours among doubles. */
  private static final long FIRST_KEY = 1L << 53;

  private static final String DEFINITION =
      """
      format = 1
      name = means
      tables {
        nodes { path = "nodes.csv", format = csv, columns { id = long, part = string, x = double, y = double } }
        calls { path = "calls.csv", format = csv, columns { caller = long, called = long, kind = string } }
        uses {
          sql = "SELECT caller, called, count(*) AS times FROM calls WHERE kind = 'use' GROUP BY caller, called"
          columns { caller = long, called = long, times = long }
        }
      }
      clean {
        table = nodes
        columns { id { required = fail } }
        sources { calls { columns { caller { required = reject } } } }
      }
      label { column = y, task = regression }
      split { by = value, column = part, train = [train], valid = [valid], test = [test] }
      features { x { type = numeric, column = x } }
      graph {
        key = id
        edges { uses { source = caller, target = called } }
        neighbourhoods { fan-outs = [all] }
      }
      models {
        graphsage {
          hidden = [16], batch-size = 40, epochs = 25, patience = 25
          optimiser { learning-rate = 0.02 }
        }
      }
      evaluation { replicates = 20, importance { rows = 0 }, gate = ["rmse <= 10"] }
      publish { model = "tests/means", summary = "A mean." }
      """;

  @TempDir Path folder;

  private final double[] x = new double[NODES];
  private final Map<Long, Double> labels = new HashMap<>();
  private final Map<Long, String> parts = new HashMap<>();

  private void write() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < NODES; i++) {
      x[i] = random.nextDouble(-2, 2);
    }
    List<String> nodes = new ArrayList<>(List.of("id,part,x,y"));
    List<String> calls = new ArrayList<>(List.of("caller,called,kind"));
    List<String> uses = new ArrayList<>(List.of("caller,called"));
    for (int i = 0; i < NODES; i++) {
      Set<Integer> neighbours = new HashSet<>();
      while (i % 10 != 3 && neighbours.size() < DEGREE) {
        neighbours.add((i + random.nextInt(1, NODES)) % NODES);
      }
      double mean = neighbours.stream().mapToDouble(n -> x[n]).average().orElse(0);
      String part = i % 10 < 6 ? "train" : i % 10 < 8 ? "valid" : "test";
      labels.put(FIRST_KEY + i, 1000 + 50 * mean);
      parts.put(FIRST_KEY + i, part);
      nodes.add("%d,%s,%s,%s".formatted(FIRST_KEY + i, part, x[i], 1000 + 50 * mean));
      for (int n : neighbours) {
        String ends = "%d,%d".formatted(FIRST_KEY + n, FIRST_KEY + i);
        calls.addAll(List.of(ends + ",use", ends + ",use"));
        calls.add("%d,%d,noise".formatted(FIRST_KEY + i, FIRST_KEY + n));
        uses.add(ends);
      }
    }
    calls.add(",%d,use".formatted(FIRST_KEY));
    calls.add("%d,5,use".formatted(FIRST_KEY));
    Files.write(folder.resolve("nodes.csv"), nodes);
    Files.write(folder.resolve("calls.csv"), calls);
    Files.write(folder.resolve("uses.csv"), uses);
    Files.writeString(folder.resolve("means.conf"), DEFINITION);
  }

  @Test
  void learnsWhatOnlyNeighboursTellAndScoresAnotherTime() throws Exception {
    write();

    Launch.Ended run =
        Launch.millrace(
            folder,
            Map.of(),
            List.of("run", "means.conf", "--json", "--set", "resources.memory=2g"));

    assertThat(run.code()).as(run.err()).isZero();
    JsonNode model = new ObjectMapper().readTree(run.out()).path("models").get(0);
    double rmse = model.path("metrics").path("rmse").path("value").asDouble();
    assertThat(rmse).isBetween(0.0, 10.0);
    assertThat(evaluated()).isCloseTo(rmse, within(1e-4 * rmse));

    Launch.Ended score =
        Launch.millrace(
            folder,
            Map.of(),
            List.of(
                "score",
                "--model",
                "tests/means@champion",
                "--input",
                "nodes.csv",
                "--edges",
                "uses=uses.csv",
                "--format",
                "csv",
                "--output",
                "scored"));

    assertThat(score.code()).as(score.err()).isZero();
    assertThat(scored()).isCloseTo(rmse, within(1e-3 * rmse));
  }

  /** Of the scores of the test split, as the evaluation wrote them. */
  private double evaluated() throws IOException {
    Path scores;
    try (var files = Files.walk(folder.resolve("runs"))) {
      scores = files.filter(p -> p.endsWith("evaluate/out/scores")).findFirst().orElseThrow();
    }
    double squares = 0;
    long rows = 0;
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), new org.apache.hadoop.fs.Path(scores.toUri()))
            .withConf(new Configuration())
            .build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        if (row.getString("split", 0).equals("test")) {
          double score = row.getGroup("scores_0", 0).getGroup(0, 0).getFloat(0, 0);
          squares += Math.pow(score - label(row), 2);
          rows++;
        }
      }
    }
    assertThat(rows).isEqualTo(NODES / 5);
    return Math.sqrt(squares / rows);
  }

  private static double label(Group row) {
    return Double.parseDouble(row.getValueToString(row.getType().getFieldIndex("label"), 0));
  }

  private double scored() throws IOException {
    Map<Long, Double> predictions = new TreeMap<>();
    try (var files = Files.list(folder.resolve("scored"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0)).isEqualTo("id,part,x,y,prediction");
        for (String line : lines.subList(1, lines.size())) {
          String[] values = line.split(",", -1);
          predictions.put(Long.valueOf(values[0]), Double.valueOf(values[4]));
        }
      }
    }
    assertThat(predictions.keySet()).isEqualTo(labels.keySet());
    double squares = 0;
    for (Map.Entry<Long, Double> prediction : predictions.entrySet()) {
      if (parts.get(prediction.getKey()).equals("test")) {
        squares += Math.pow(prediction.getValue() - labels.get(prediction.getKey()), 2);
      }
    }
    return Math.sqrt(squares / (NODES / 5));
  }
}
