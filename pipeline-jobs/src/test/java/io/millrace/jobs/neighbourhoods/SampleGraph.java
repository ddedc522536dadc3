package io.millrace.jobs.neighbourhoods;

import io.millrace.jobs.TestSpark;
import io.millrace.sampling.Topology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A graph as the step before writes it: ids with gaps, a hub that half of all edges lead to, nodes
 * without edges, loops, and edges of two types side by side. Node i has the id {@code 3 i + 1} and
 * the row {@code 1000 + i}.
 */
final class SampleGraph {
  record Edge(int source, int target, float weight, int type) {}

  private static final String[] SPLITS = {"train", "train", "valid", "test", "other"};

  final int nodes;
  final List<Edge> edges = new ArrayList<>();
  final int[] graphs;

  private SampleGraph(int nodes, int[] graphs) {
    this.nodes = nodes;
    this.graphs = graphs;
  }

  static SampleGraph random(int nodes, int count, boolean weighted, long seed) {
    SampleGraph graph = new SampleGraph(nodes, new int[nodes]);
    Random random = new Random(seed);
    for (int e = 0; e < count; e++) {
      int target = e % 2 == 0 ? 7 : random.nextInt(nodes * 9 / 10);
      float weight = weighted ? 0.5f + random.nextFloat() : 1;
      graph.edges.add(new Edge(random.nextInt(nodes), target, weight, e % 2));
    }
    graph.sort();
    return graph;
  }

  /** Many graphs of one to six nodes each, of which the first has no edges. */
  static SampleGraph many(int count, long seed) {
    Random random = new Random(seed);
    List<Integer> graphs = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    for (int g = 0; g < count; g++) {
      int first = graphs.size();
      int size = 1 + random.nextInt(6);
      for (int i = 0; i < size; i++) {
        graphs.add(g);
      }
      for (int e = 0; g > 0 && e < size * 2; e++) {
        edges.add(new Edge(first + random.nextInt(size), first + random.nextInt(size), 1, 0));
      }
    }
    SampleGraph graph =
        new SampleGraph(graphs.size(), graphs.stream().mapToInt(Integer::intValue).toArray());
    graph.edges.addAll(edges);
    graph.sort();
    return graph;
  }

  private void sort() {
    edges.sort(
        Comparator.comparingInt(Edge::target)
            .thenComparingInt(Edge::source)
            .thenComparingInt(Edge::type)
            .thenComparingDouble(Edge::weight));
  }

  static long id(int node) {
    return 3L * node + 1;
  }

  String split(int node) {
    // Graphs have one split for all of their nodes.
    return SPLITS[(graphs[nodes - 1] > 0 ? graphs[node] : node) % SPLITS.length];
  }

  float label(int node) {
    return (graphs[nodes - 1] > 0 ? graphs[node] : node) % 3;
  }

  static float dense(int node, int column) {
    return node + column / 8f;
  }

  static int index(int node) {
    return node * 5 % 11;
  }

  /** As many numbers as node i has: i % 3. */
  static int[] columns(int node) {
    return node % 3 == 0 ? new int[0] : node % 3 == 1 ? new int[] {node % 50} : new int[] {3, 90};
  }

  static float[] values(int node) {
    float[] values = new float[columns(node).length];
    java.util.Arrays.fill(values, 1f / (node + 1));
    return values;
  }

  long[] ids() {
    long[] ids = new long[nodes];
    for (int i = 0; i < nodes; i++) {
      ids[i] = id(i);
    }
    return ids;
  }

  Topology topology() {
    float[] weights = new float[edges.size()];
    for (int e = 0; e < weights.length; e++) {
      weights[e] = edges.get(e).weight();
    }
    return Topology.of(
        nodes,
        edges.stream().mapToInt(Edge::source).toArray(),
        edges.stream().mapToInt(Edge::target).toArray(),
        weights);
  }

  Dataset<Row> nodeTable() {
    StructType schema =
        new StructType()
            .add("id", DataTypes.LongType)
            .add("key", DataTypes.StringType)
            .add("__row", DataTypes.LongType)
            .add("__label", DataTypes.FloatType)
            .add("__split", DataTypes.StringType)
            .add("graph", DataTypes.LongType)
            .add("degree", DataTypes.FloatType)
            .add("x", DataTypes.FloatType)
            .add("kind", DataTypes.IntegerType)
            .add("y", DataTypes.FloatType)
            .add("words_columns", DataTypes.createArrayType(DataTypes.IntegerType))
            .add("words_values", DataTypes.createArrayType(DataTypes.FloatType));
    float[] degrees = topology().degrees();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      rows.add(
          RowFactory.create(
              id(i), "n" + i, 1000L + i, split(i).equals("other") ? null : label(i), split(i),
              (long) graphs[i], degrees[i], dense(i, 0), index(i), dense(i, 1),
              columns(i), values(i)));
    }
    return TestSpark.session().createDataFrame(rows, schema);
  }

  Dataset<Row> edgeTable() {
    StructType schema =
        new StructType()
            .add("source", DataTypes.LongType)
            .add("target", DataTypes.LongType)
            .add("weight", DataTypes.FloatType)
            .add("type", DataTypes.IntegerType);
    List<Row> rows = new ArrayList<>();
    for (Edge edge : edges) {
      rows.add(
          RowFactory.create(id(edge.source()), id(edge.target()), edge.weight(), edge.type()));
    }
    return TestSpark.session().createDataFrame(rows, schema);
  }
}
