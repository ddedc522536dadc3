package io.millrace.jobs.measures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.jobs.TestSpark;
import io.millrace.spec.graph.GraphSpec.Measure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures against the same by plain loops, of a graph with a hub, a long path, loops, parallel
 * edges, nodes that no edge leaves and nodes without any.
 */
class NodeMeasuresIT {
  private static final int NODES = 120;
  private static final int PATH = 30;

  @TempDir Path folder;

  private final List<int[]> edges = new ArrayList<>();
  private final List<Float> weights = new ArrayList<>();
  private int folders;

  @BeforeEach
  void draw() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 260; i++) {
      int target = i % 5 == 0 ? 7 : random.nextInt(70);
      edge(random.nextInt(70), target, random.nextInt(1, 4));
    }
    // The path goes up and down, so that no node sees the smallest id soon.
    for (int i = 0; i + 1 < PATH; i++) {
      edge(onPath(i), onPath(i + 1), 1);
    }
    edge(3, 3, 2);
    edge(edges.get(0)[0], edges.get(0)[1], 1);
    edge(edges.get(1)[1], edges.get(1)[0], 1);
  }

  private static int onPath(int i) {
    return 80 + i * 7 % PATH;
  }

  private void edge(int source, int target, float weight) {
    edges.add(new int[] {source, target});
    weights.add(weight);
  }

  @Test
  @Tag("full")
  void areWhatPlainLoopsGive() throws Exception {
    Dataset<Row> nodes = TestSpark.session().range(NODES).toDF("id");
    List<Row> found =
        NodeMeasures.add(nodes, edgeTable(), List.of(Measure.values()), new Folder())
            .orderBy("id")
            .collectAsList();
    double[] ranks = ranks();
    long[] triangles = triangles();
    long[] components = components();
    assertThat(found).hasSize(NODES);
    for (int i = 0; i < NODES; i++) {
      Row row = found.get(i);
      assertThat(row.<Float>getAs("page_rank").doubleValue()).isCloseTo(ranks[i], within(2e-6));
      assertThat(row.<Long>getAs("triangles")).isEqualTo(triangles[i]);
      assertThat(row.<Long>getAs("component")).isEqualTo(components[i]);
    }
    assertThat(triangles[7]).isPositive();
    assertThat(components[onPath(PATH - 1)]).isEqualTo(80);
    assertThat(components[NODES - 1]).isEqualTo(NODES - 1);
  }

  @Test
  @Tag("full")
  void ranksAlikeWhereverEdgesLie() throws Exception {
    double[] ranks = ranks();
    Dataset<Row> nodes = TestSpark.session().range(NODES).toDF("id");
    // The other way than in the test above.
    List<Row> found = PageRank.of(nodes, edgeTable(), new Folder(), NODES - 1).collectAsList();

    assertThat(found).hasSize(NODES);
    for (Row row : found) {
      assertThat(row.<Float>getAs("page_rank").doubleValue())
          .isCloseTo(ranks[(int) row.getLong(0)], within(2e-6));
    }
  }

  @Test
  void countsTrianglesAlikeInAnyNumberOfTasks() throws Exception {
    long[] expected = triangles();
    // Some 280 edges: 1, 3 and 7 colours.
    for (long edgesOfTask : new long[] {1_000_000, 280, 60}) {
      long[] found = new long[NODES];
      Triangles.of(edgeTable(), new Folder(), edgesOfTask)
          .collectAsList()
          .forEach(row -> found[(int) row.getLong(0)] = row.getLong(1));
      assertThat(found).containsExactly(expected);
    }
  }

  @Test
  @Tag("full")
  void findsComponentsAlikeInAnyNumberOfTasks() throws Exception {
    // Some 290 edges: three tasks, and what they leave fits one; so many that stars end it.
    for (long edgesOfTask : new long[] {100, 15}) {
      long[] found = new long[NODES];
      Arrays.setAll(found, i -> i);
      Components.of(edgeTable(), new Folder(), edgesOfTask)
          .collectAsList()
          .forEach(row -> found[(int) row.getLong(0)] = row.getLong(1));
      assertThat(found).containsExactly(components());
    }
  }

  private Dataset<Row> edgeTable() {
    List<Row> rows = new ArrayList<>();
    for (int e = 0; e < edges.size(); e++) {
      rows.add(RowFactory.create((long) edges.get(e)[0], (long) edges.get(e)[1], weights.get(e)));
    }
    return TestSpark.session()
        .createDataFrame(
            rows,
            new StructType()
                .add("source", DataTypes.LongType)
                .add("target", DataTypes.LongType)
                .add("weight", DataTypes.FloatType));
  }

  private double[] ranks() {
    double[] out = new double[NODES];
    for (int e = 0; e < edges.size(); e++) {
      out[edges.get(e)[0]] += weights.get(e);
    }
    double[] ranks = new double[NODES];
    Arrays.fill(ranks, 1.0 / NODES);
    for (int round = 0; round < 300; round++) {
      double[] next = new double[NODES];
      double lost = 0;
      for (int i = 0; i < NODES; i++) {
        lost += out[i] == 0 ? ranks[i] : 0;
      }
      Arrays.fill(next, (0.15 + 0.85 * lost) / NODES);
      for (int e = 0; e < edges.size(); e++) {
        int from = edges.get(e)[0];
        next[edges.get(e)[1]] += 0.85 * ranks[from] * weights.get(e) / out[from];
      }
      ranks = next;
    }
    return ranks;
  }

  private long[] triangles() {
    Set<List<Integer>> tied = new HashSet<>();
    edges.forEach(edge -> tied.add(List.of(edge[0], edge[1])));
    edges.forEach(edge -> tied.add(List.of(edge[1], edge[0])));
    long[] triangles = new long[NODES];
    for (int a = 0; a < NODES; a++) {
      for (int b = 0; b < a; b++) {
        for (int c = 0; c < b; c++) {
          if (tied.contains(List.of(a, b))
              && tied.contains(List.of(b, c))
              && tied.contains(List.of(a, c))) {
            triangles[a]++;
            triangles[b]++;
            triangles[c]++;
          }
        }
      }
    }
    return triangles;
  }

  private long[] components() {
    long[] components = new long[NODES];
    Arrays.setAll(components, i -> i);
    for (int round = 0; round < NODES; round++) {
      for (int[] edge : edges) {
        long smallest = Math.min(components[edge[0]], components[edge[1]]);
        components[edge[0]] = smallest;
        components[edge[1]] = smallest;
      }
    }
    return components;
  }

  private final class Folder implements Between {
    private final Path below = folder.resolve("rounds-" + folders++);

    @Override
    public Dataset<Row> keep(String name, Dataset<Row> rows) {
      String path = below.resolve(name).toString();
      rows.write().parquet(path);
      return TestSpark.session().read().schema(rows.schema()).parquet(path);
    }

    @Override
    public void drop(String name) throws IOException {
      FileUtils.deleteDirectory(below.resolve(name).toFile());
    }
  }
}
