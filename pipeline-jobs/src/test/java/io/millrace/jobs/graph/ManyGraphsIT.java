package io.millrace.jobs.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.handoff.step.StepFailedException;
import io.millrace.jobs.TestRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs that a column tells apart. */
class ManyGraphsIT {
  private static final int GRAPHS = 12;
  private static final int NODES_EACH = 2;

  @TempDir Path folder;

  private static List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (int graph = 0; graph < GRAPHS; graph++) {
      String part = List.of("train", "valid", "test").get(graph % 3);
      String kind = graph / 3 % 2 == 0 ? "yes" : "no";
      for (int node = 0; node < NODES_EACH; node++) {
        lines.add("g%dn%d,%s,g%d,%s,%d,".formatted(graph, node, part, graph, kind, node));
      }
    }
    return lines;
  }

  private GraphFiles graphs(List<String> lines) throws Exception {
    return new GraphFiles(folder)
        .nodes(lines)
        .edges("edges", "", List.of("g0n0,g0n1,1,", "g0n1,g1n0,1,"))
        .graph("graph = group");
  }

  @Test
  void numbersThemAndKeepsThemApart() throws Exception {
    TestRun run = graphs(lines()).prepared();
    assertThat(run.ledger("graph").rejected()).isEqualTo(Map.of("edges:other-graph", 1L));
    assertThat(GraphFiles.manifest(run).graphs()).isEqualTo(GRAPHS);
    assertThat(GraphFiles.manifest(run).proved()).hasSize(3);
    assertThat(GraphFiles.manifest(run).labels())
        .isEqualTo(
            Map.of(
                "train", Map.of("0", 2L, "1", 2L),
                "valid", Map.of("0", 2L, "1", 2L),
                "test", Map.of("0", 2L, "1", 2L)));
    assertThat(GraphFiles.manifest(run).homophily()).isNull();
    List<Row> graphs =
        GraphFiles.read(run, "nodes")
            .selectExpr("split(key, 'n')[0] as name", "graph")
            .groupBy("name")
            .agg(Map.of("graph", "collect_set"))
            .collectAsList();
    assertThat(graphs).hasSize(GRAPHS).allMatch(row -> row.getList(1).size() == 1);
    assertThat(graphs.stream().map(row -> (Long) row.getList(1).get(0)))
        .containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
  }

  @Test
  void refusesAGraphInTwoSplits() throws Exception {
    List<String> lines = lines();
    lines.set(0, "g0n0,valid,g0,yes,0,");
    TestRun run = graphs(lines).prepared();
    assertThatThrownBy(() -> run.step("graph"))
        .isInstanceOf(StepFailedException.class)
        .hasMessageStartingWith("Cannot make graphs by column 'group'")
        .hasMessageContainingAll("'g0'", "one split");
  }
}
