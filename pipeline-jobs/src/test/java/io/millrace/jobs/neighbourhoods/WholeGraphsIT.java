package io.millrace.jobs.neighbourhoods;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.handoff.step.StepFailedException;
import io.millrace.jobs.TestSpark;
import io.millrace.sampling.Example;
import io.millrace.sampling.Topology;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.graph.GraphSpec.Duplicates;
import io.millrace.spec.graph.GraphSpec.Neighbourhoods;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Examples that are whole graphs. */
class WholeGraphsIT {
  @TempDir Path folder;

  private static GraphSpec spec(boolean many) {
    return new GraphSpec(
        "key",
        many ? "graph" : null,
        List.of(GraphRun.edgeTable("first", Duplicates.KEEP)),
        true,
        new Neighbourhoods(!many, List.of(), false, 1000, 1));
  }

  private GraphRun many(Dataset<Row> nodes, Dataset<Row> edges) throws Exception {
    return GraphRun.of(folder, spec(true), nodes, edges);
  }

  private static void assertFeatures(Example example, SampleGraph graph, int first) {
    for (int i = 0; i < example.ids().length; i++) {
      assertThat(example.ids()[i]).isEqualTo(SampleGraph.id(first + i));
      assertThat(example.dense()[2 * i + 1]).isEqualTo(SampleGraph.dense(first + i, 1));
      assertThat(example.indices().get(0)[i]).isEqualTo(SampleGraph.index(first + i));
      assertThat(example.topology().degrees()[i]).isEqualTo(graph.topology().degrees()[first + i]);
    }
  }

  @Test
  void makesTheWholeGraphOnceForEachSplit() throws Exception {
    SampleGraph graph = SampleGraph.random(150, 700, true, 2);
    GraphRun run =
        GraphRun.of(folder, spec(false), graph.nodeTable().repartition(3), graph.edgeTable());
    assertThat(run.run()).isEqualTo(new Ledger(120, 120, Map.of(), Map.of()));
    assertThat(run.manifest().rows()).isEqualTo(Map.of("train", 1L, "valid", 1L, "test", 1L));
    for (String split : List.of("train", "valid", "test")) {
      Example example = run.examples(split).get(0);
      Topology expected = graph.topology();
      assertThat(example.ids()).hasSize(150);
      assertThat(example.topology().begins()).isEqualTo(expected.begins());
      assertThat(example.topology().sources()).isEqualTo(expected.sources());
      int[] targets = IntStream.range(0, 150).filter(i -> graph.split(i).equals(split)).toArray();
      assertThat(example.targets()).isEqualTo(targets);
      for (int i = 0; i < targets.length; i++) {
        assertThat(example.keys()[i]).isEqualTo(1000 + targets[i]);
        assertThat(example.labels()[i]).isEqualTo(graph.label(targets[i]));
      }
      assertFeatures(example, graph, 0);
    }
  }

  @Test
  void makesOneExampleOfEachGraph() throws Exception {
    SampleGraph graph = SampleGraph.many(60, 3);
    GraphRun run = many(graph.nodeTable().repartition(5), graph.edgeTable());
    assertThat(run.run()).isEqualTo(new Ledger(48, 48, Map.of(), Map.of()));
    int seen = 0;
    for (String split : List.of("train", "valid", "test")) {
      for (Example example : run.examples(split)) {
        int number = (int) example.keys()[0];
        int[] nodes =
            IntStream.range(0, graph.nodes).filter(i -> graph.graphs[i] == number).toArray();
        assertThat(graph.split(nodes[0])).isEqualTo(split);
        assertThat(example.labels()).containsExactly(graph.label(nodes[0]));
        assertThat(example.targets()).isEmpty();
        assertThat(example.topology().weights()).isNull();
        assertThat(example.ids()).hasSize(nodes.length);
        assertFeatures(example, graph, nodes[0]);
        assertEdges(example, graph, nodes[0], nodes.length);
        seen++;
      }
    }
    assertThat(seen).isEqualTo(48);
  }

  private static void assertEdges(Example example, SampleGraph graph, int first, int count) {
    Topology whole = graph.topology();
    for (int i = 0; i < count; i++) {
      int begin = whole.begins()[first + i];
      int length = whole.begins()[first + i + 1] - begin;
      int at = example.topology().begins()[i];
      assertThat(example.topology().begins()[i + 1] - at).isEqualTo(length);
      for (int e = 0; e < length; e++) {
        assertThat(first + example.topology().sources()[at + e])
            .isEqualTo(whole.sources()[begin + e]);
      }
    }
  }

  @Test
  void refusesAGraphWhoseNodesDisagree() throws Exception {
    SampleGraph graph = SampleGraph.many(40, 5);
    long second =
        IntStream.range(0, graph.nodes).filter(i -> graph.graphs[i] == 6).max().getAsInt();
    Dataset<Row> nodes =
        graph
            .nodeTable()
            .withColumn(
                "__label",
                when(col("__row").equalTo(1000 + second), lit(7f)).otherwise(col("__label")));
    assertThat(IntStream.of(graph.graphs).filter(g -> g == 6).count()).isGreaterThan(1);
    assertThatThrownBy(many(nodes, graph.edgeTable())::run)
        .isInstanceOf(StepFailedException.class)
        .hasMessageStartingWith("Cannot make an example of graph 6: its ")
        .hasMessageContainingAll("labels from 0.0 to 7.0", "expected one label and one split");
  }

  @Test
  void refusesAnEdgeBetweenGraphs() throws Exception {
    SampleGraph graph = SampleGraph.many(40, 5);
    Dataset<Row> edges =
        graph
            .edgeTable()
            .union(
                TestSpark.session()
                    .sql(
                        "select 1L source, %dL target, 1f weight, 0 type"
                            .formatted(SampleGraph.id(graph.nodes - 1))));
    assertThatThrownBy(many(graph.nodeTable(), edges)::run)
        .isInstanceOf(StepFailedException.class)
        .hasMessageStartingWith(
            "Cannot read graph 39: it has an edge of node 1, which is none of its ")
        .hasMessageContaining("expected edges within a graph");
  }

  @Test
  void refusesGraphsThatAreTooLarge() {
    SampleGraph graph = SampleGraph.random(100, 500, false, 2);
    GraphTables tables = new GraphTables(graph.nodeTable(), graph.edgeTable(), null);
    // 32 bytes of each node, 8 of each edge, 8 of each of 99 sparse numbers.
    long bytes = 100 * 32 + 500 * 8 + 99 * 8;
    new WholeRows(tables, GraphRun.columns(), false, bytes).check();
    assertThatThrownBy(() -> new WholeRows(tables, GraphRun.columns(), false, bytes - 1).check())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot make one example of the whole graph: its 100 nodes")
        .hasMessageContaining("Use 'fan-outs' instead of 'whole'");
  }
}
