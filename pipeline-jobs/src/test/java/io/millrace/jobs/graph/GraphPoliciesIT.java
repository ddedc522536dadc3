package io.millrace.jobs.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.handoff.step.StepFailedException;
import io.millrace.jobs.TestRun;
import io.millrace.spec.data.Ledger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to edges and nodes that are not as they should be. */
@Tag("full")
class GraphPoliciesIT {
  @TempDir Path folder;

  /** Nodes n0, n1, ...; every split has both classes. */
  private static List<String> lines(int count) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String part = i < count - 6 ? "train" : i % 2 == 0 ? "valid" : "test";
      lines.add("n%d,%s,g,%s,%d,".formatted(i, part, i / 2 % 2 == 0 ? "yes" : "no", i));
    }
    return lines;
  }

  private GraphFiles nodes(int count) throws Exception {
    return new GraphFiles(folder).nodes(lines(count));
  }

  /** Edges as {@code type:source>target weight}, in order. */
  private static List<String> written(TestRun run) throws Exception {
    Map<Long, String> keys = new HashMap<>();
    GraphFiles.ids(run).forEach((key, id) -> keys.put(id, key));
    List<String> edges = new ArrayList<>();
    for (Row row : GraphFiles.read(run, "edges").collectAsList()) {
      edges.add(
          "%d:%s>%s %s"
              .formatted(
                  row.<Integer>getAs("type"),
                  keys.get(row.<Long>getAs("source")),
                  keys.get(row.<Long>getAs("target")),
                  row.<Float>getAs("weight")));
    }
    edges.sort(null);
    return edges;
  }

  private static void assertFails(TestRun run, String... texts) throws Exception {
    assertThatThrownBy(() -> run.step("graph"))
        .isInstanceOf(StepFailedException.class)
        .hasMessageStartingWith("Cannot make ")
        .hasMessageContainingAll(texts);
    assertThat(run.directory().done("graph")).isEmpty();
  }

  @Test
  void treatsDuplicatesAndDirectionsAsEachTableSays() throws Exception {
    List<String> twice = List.of("n1,n2,1,", "n1,n2,2.5,", "n2,n1,4,", "n3,n3,1,");
    String both = "direction = symmetric, self-loops = keep";
    TestRun run =
        nodes(12)
            .edges("sum", "duplicates = sum, self-loops = keep", twice)
            .edges("keep", "duplicates = keep", twice)
            .edges("both", both, twice)
            .edges("summed", both + ", duplicates = sum", twice)
            .cleaned("sum", "both", "summed")
            .prepared();
    Ledger ledger = run.ledger("graph");
    assertThat(written(run))
        .containsExactly(
            "0:n1>n2 3.5",
            "0:n2>n1 4.0",
            "0:n3>n3 1.0",
            "1:n1>n2 1.0",
            "1:n1>n2 2.5",
            "1:n2>n1 4.0",
            "2:n1>n2 4.0",
            "2:n2>n1 4.0",
            "2:n3>n3 1.0",
            "3:n1>n2 7.5",
            "3:n2>n1 7.5",
            "3:n3>n3 1.0");
    assertThat(ledger.rowsIn()).isEqualTo(16);
    assertThat(ledger.rowsOut()).isEqualTo(13);
    assertThat(ledger.rejected()).isEqualTo(Map.of("keep:self-loop", 1L, "both:duplicate", 2L));
    assertThat(ledger.changed()).isEqualTo(Map.of("sum:summed", 1L, "summed:summed", 2L));
    assertThat(GraphFiles.manifest(run).edgesByTable())
        .isEqualTo(Map.of("sum", 3L, "keep", 3L, "both", 3L, "summed", 3L));
    assertThat(GraphFiles.read(run, "rejected").where("reason like 'keep%'").first().getString(2))
        .contains("\"from\":\"n3\"");
  }

  @Test
  void endsWhereAPolicySaysSo() throws Exception {
    GraphFiles files =
        nodes(12).edges("unknown", "unknown = fail", List.of("n1,n2,7,", "n1,z,1,odd")).cleaned();
    assertFails(files.prepared(), "'unknown'", "1 rows are 'unknown-target'", "odd");
    files
        .edges("unknown", "", List.of("n1,n2,7,"))
        .edges("loops", "self-loops = fail", List.of("n1,n1,1,odd"));
    assertFails(files.prepared(), "'loops'", "1 rows are 'self-loop'", "odd");
    files.edges("loops", "duplicates = fail", List.of("n1,n2,7,", "n1,n2,1,odd"));
    assertFails(files.prepared(), "'loops'", "1 rows are 'duplicate'", "odd");
  }

  @Test
  void refusesAGraphWithoutEdges() throws Exception {
    TestRun run = nodes(12).edges("edges", "", List.of("x,n1,1,first", "n1,n1,1,")).prepared();
    assertFails(run, "of 2 rows", "edges:unknown-source=1", "edges:self-loop=1", "first");
  }

  @Test
  void namesKeysThatStandTwice() throws Exception {
    List<String> lines = lines(12);
    lines.add("n3,train,g,no,1,");
    lines.add(",train,g,no,1,");
    TestRun run =
        new GraphFiles(folder).nodes(lines).edges("edges", "", List.of("n1,n2,1,")).prepared();
    assertFails(run, "'name'", "'n3' stands in 2 rows", "1 rows have none", "'required'");
  }

  @Test
  void makesAGraphOfTablesWithoutRows() throws Exception {
    TestRun run = nodes(12).edges("edges", "", List.of()).cleaned().prepared();
    assertThat(run.ledger("graph").rowsIn()).isZero();
    assertThat(run.events()).contains("'edges'", "have no rows, so every node stands alone");
    var manifest = GraphFiles.manifest(run);
    assertThat(manifest.isolated()).isEqualTo(12);
    assertThat(manifest.hub().share()).isZero();
    assertThat(GraphFiles.read(run, "edges").count()).isZero();
    assertThat(GraphFiles.read(run, "nodes").where("degree = 0").count()).isEqualTo(12);
  }

  /** One and the same number as doubles. */
  @Test
  void keepsKeysApartThatDifferInTheirLastDigit() throws Exception {
    long first = 1L << 53;
    List<String> lines =
        lines(12).stream()
            .map(
                l ->
                    (first + Long.parseLong(l.substring(1, l.indexOf(','))))
                        + l.substring(l.indexOf(',')))
            .toList();
    String edge = (first + 1) + "," + first + ",1,";
    GraphFiles files = new GraphFiles(folder).nodes(lines).edges("edges", "", List.of(edge));
    for (String type : List.of("long", "string")) {
      TestRun run = files.keyType(type).prepared();
      assertThat(run.ledger("graph").rowsOut()).isEqualTo(1);
      assertThat(written(run)).containsExactly("0:%d>%d 1.0".formatted(first + 1, first));
      assertThat(GraphFiles.ids(run)).hasSize(12);
    }
  }

  @Test
  void rejectsNodesAndEdgesWhoseNumbersAreNone() throws Exception {
    List<String> lines = lines(12);
    lines.add("odd,train,g,yes,NaN,");
    TestRun run =
        new GraphFiles(folder)
            .nodes(lines)
            .edges("edges", "", List.of("n1,n2,1,", "n2,n3,NaN,", "odd,n2,1,"))
            .cleaned()
            .prepared();
    assertThat(run.directory().done("clean").orElseThrow().ledger().rejected())
        .isEqualTo(Map.of("size:cast", 1L));
    assertThat(run.ledger("graph").rejected())
        .isEqualTo(Map.of("edges:weight", 1L, "edges:unknown-source", 1L));
  }

  @Test
  void livesWithAHubOfHalfOfAllEdgesAndWithIsolatedNodes() throws Exception {
    int count = 400;
    List<String> edges = new ArrayList<>();
    for (int i = 1; i < count - 5; i++) {
      edges.add("n%d,n0,1,".formatted(i));
      edges.add("n%d,n%d,1,".formatted(i, i % (count - 6) + 1));
    }
    List<String> lines = new ArrayList<>();
    for (String line : lines(count)) {
      lines.add(line.replace(",g,yes,", ",a,yes,").replace(",g,no,", ",b,no,"));
    }
    TestRun run =
        new GraphFiles(folder)
            .nodes(lines)
            .edges("edges", "", edges)
            .features("group { type = index, column = group }")
            .prepared();
    assertThat(run.events())
        .contains("Column 'group', which features use, alone decides the label from 'kind'");
    assertThat(run.ledger("graph").rowsOut()).isEqualTo(edges.size());
    var manifest = GraphFiles.manifest(run);
    assertThat(manifest.hub().key()).isEqualTo("n0");
    assertThat(manifest.hub().edges()).isEqualTo(count - 6);
    assertThat(manifest.hub().share()).isEqualTo(0.5);
    assertThat(manifest.weighted()).isFalse();
    assertThat(run.events()).contains("Node 'n0' has 50 % of all edges");
    assertThat(manifest.isolated()).isEqualTo(5);
    assertThat(GraphFiles.read(run, "nodes").where("degree = 0").count()).isEqualTo(5);
  }

  @Test
  void keepsTheIdsOfAnEarlierGraph() throws Exception {
    GraphFiles files = nodes(12).edges("edges", "", List.of("n1,n2,1,")).cleaned();
    TestRun first = files.prepared();
    first.step("graph");
    Map<String, Long> before = GraphFiles.ids(first);
    List<String> lines = lines(12);
    lines.removeIf(line -> line.startsWith("n0,"));
    lines.add("new,train,g,no,1,");
    lines.add("newer,train,g,no,1,");
    TestRun second = files.nodes(lines).prepared();
    second.withDictionary(first.directory().output("graph") + "/dictionary").step("graph");
    Map<String, Long> after = GraphFiles.ids(second);
    assertThat(after).hasSize(14).containsAllEntriesOf(before);
    assertThat(List.of(after.get("new"), after.get("newer"))).containsExactlyInAnyOrder(12L, 13L);
    assertThat(GraphFiles.manifest(second).ids()).isEqualTo(14);
    assertThat(GraphFiles.manifest(second).nodes()).isEqualTo(13);
    assertThat(GraphFiles.read(second, "nodes").where("id = " + before.get("n0")).count()).isZero();
  }

  @Test
  void leavesNodesWithoutALabelOut() throws Exception {
    List<String> lines = lines(12);
    lines.add("mute,train,g,,1,");
    TestRun run =
        new GraphFiles(folder)
            .nodes(lines)
            .edges("edges", "", List.of("n1,n2,1,", "mute,n2,1,"))
            .graph("unlabelled = leave-out")
            .prepared();
    assertThat(run.ledger("graph").rejected()).isEqualTo(Map.of("edges:unknown-source", 1L));
    assertThat(GraphFiles.manifest(run).nodes()).isEqualTo(12);
  }
}
