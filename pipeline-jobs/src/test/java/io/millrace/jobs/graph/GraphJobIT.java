package io.millrace.jobs.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.jobs.TestRun;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.graph.GraphManifest;
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
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A random graph with every kind of damage, against the same graph made in plain Java. */
class GraphJobIT {
  private static final int NODES = 700;
  private static final int EDGES = 6000;
  private static final long SEED = 11;

  /** From here on neighbouring whole numbers are one and the same double. */
  private static final long FIRST = (1L << 53) + 1;

  @TempDir Path folder;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final List<String> parts = new ArrayList<>();
  private final List<String> kinds = new ArrayList<>();
  private final Map<String, Long> rejected = new TreeMap<>();

  /** Weights by the keys of both ends. */
  private final Map<List<Long>, Float> expected = new HashMap<>();

  private List<String> nodeLines() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      parts.add(List.of("train", "valid", "test", "none").get(random.nextInt(4)));
      kinds.add(random.nextInt(10) == 0 ? "" : random.nextBoolean() ? "yes" : "no");
      String size = i % 50 == 0 ? "" : String.valueOf(random.nextInt(1000) / 10.0);
      String words = i % 20 == 0 ? "" : "%d:2 %d:6".formatted(i, 700 + i % 300);
      lines.add("%d,%s,g,%s,%s,%s".formatted(FIRST + i, parts.get(i), kinds.get(i), size, words));
    }
    return lines;
  }

  private List<String> edgeLines() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < EDGES; i++) {
      long from = FIRST + random.nextInt(NODES - 1);
      long to = FIRST + random.nextInt(NODES - 1);
      float load = (1 + random.nextInt(1000)) / 16f;
      String text = String.valueOf(load);
      switch (random.nextInt(20)) {
        case 0 -> from = FIRST - 1 - random.nextInt(5);
        case 1 -> to = FIRST + NODES + random.nextInt(5);
        case 2 -> text = List.of("0", "-1", "").get(random.nextInt(3));
        case 3 -> to = from;
        default -> {}
      }
      lines.add(
          "%s,%s,%s,note %d".formatted(i % 100 == 7 ? "" : from, i % 100 == 8 ? "" : to, text, i));
      count(i, from, to, text.equals(String.valueOf(load)) ? load : 0);
    }
    return lines;
  }

  private void count(int i, long from, long to, float load) {
    String reason = null;
    List<Long> ends = List.of(from, to);
    if (i % 100 == 7) {
      reason = "missing-source";
    } else if (i % 100 == 8) {
      reason = "missing-target";
    } else if (load == 0) {
      reason = "weight";
    } else if (from < FIRST) {
      reason = "unknown-source";
    } else if (to >= FIRST + NODES) {
      reason = "unknown-target";
    } else if (from == to) {
      reason = "self-loop";
    } else {
      Float before = expected.merge(ends, load, Math::max);
      reason = seen.add(ends) ? null : "duplicate";
      assertThat(before).isNotNull();
    }
    if (reason != null) {
      rejected.merge("edges:" + reason, 1L, Long::sum);
    }
  }

  private final Set<List<Long>> seen = new HashSet<>();

  @Test
  void makesTheGraphThatPlainJavaMakes() throws Exception {
    TestRun run =
        new GraphFiles(folder)
            .nodes(nodeLines())
            .edges("edges", "", edgeLines())
            .keyType("long")
            .graph("measures = [triangles]")
            .prepared();
    Ledger ledger = run.ledger("graph");
    assertThat(new TreeMap<>(ledger.rejected())).isEqualTo(rejected);
    assertThat(ledger.rowsIn()).isEqualTo(EDGES);
    assertThat(ledger.rowsOut()).isEqualTo(expected.size());
    assertEdges(run);
    assertNodes(run);
    assertStatistics(GraphFiles.manifest(run));
    assertThat(GraphFiles.read(run, "rejected").count()).isEqualTo(ledger.rowsRejected());
    assertThat(GraphFiles.read(run, "rejected").where("original like '%note 107\"%'").count())
        .isEqualTo(1);
    assertThat(Files.list(Path.of(run.directory().output("graph").toUri())))
        .extracting(file -> file.getFileName().toString())
        .filteredOn(name -> !name.endsWith(".crc"))
        .containsExactlyInAnyOrder("nodes", "edges", "dictionary", "rejected", "graph.json");
    assertNoOtherWhereNodesAreTooManyForEachExecutor(run);
  }

  private static void assertNoOtherWhereNodesAreTooManyForEachExecutor(TestRun run)
      throws Exception {
    Map<String, List<String>> before = written(run);
    GraphManifest manifest = GraphFiles.manifest(run);
    assertThat(run.step("graph", new GraphJob(NODES - 1)).ledger().rowsIn()).isEqualTo(EDGES);
    assertThat(written(run)).isEqualTo(before);
    assertThat(GraphFiles.manifest(run).labels()).isEqualTo(manifest.labels());
    assertThat(GraphFiles.manifest(run).homophily()).isEqualTo(manifest.homophily());
  }

  /** Rows in order, by folder. */
  private static Map<String, List<String>> written(TestRun run) throws Exception {
    Map<String, List<String>> rows = new HashMap<>();
    for (String folder : List.of("nodes", "edges", "dictionary", "rejected")) {
      rows.put(
          folder, GraphFiles.read(run, folder).toJSON().collectAsList().stream().sorted().toList());
    }
    return rows;
  }

  private void assertEdges(TestRun run) throws Exception {
    Map<String, Long> ids = GraphFiles.ids(run);
    assertThat(ids).hasSize(NODES);
    assertThat(Set.copyOf(ids.values())).hasSize(NODES);
    assertThat(ids.values()).allMatch(id -> id >= 0 && id < NODES);
    Map<List<Long>, Float> byIds = new HashMap<>();
    expected.forEach(
        (ends, weight) ->
            byIds.put(
                List.of(ids.get(String.valueOf(ends.get(0))), ids.get(String.valueOf(ends.get(1)))),
                weight));
    Map<List<Long>, Float> found = new HashMap<>();
    for (Row row : GraphFiles.read(run, "edges").collectAsList()) {
      List<Long> ends = List.of(row.<Long>getAs("source"), row.<Long>getAs("target"));
      assertThat(found.put(ends, row.getAs("weight"))).isNull();
      assertThat(row.<Integer>getAs("type")).isZero();
    }
    assertThat(found).isEqualTo(byIds);
  }

  private void assertNodes(TestRun run) throws Exception {
    Map<Long, Double> degrees = new HashMap<>();
    expected.forEach((ends, weight) -> degrees.merge(ends.get(1), (double) weight, Double::sum));
    List<Row> nodes = GraphFiles.read(run, "nodes").collectAsList();
    assertThat(nodes).hasSize(NODES);
    assertThat(nodes.get(0).schema().fieldNames())
        .containsExactly(
            "id",
            "key",
            "__row",
            "__label",
            "__split",
            "degree",
            "triangles",
            "size",
            "words_columns",
            "words_values");
    for (Row node : nodes) {
      int i = (int) (Long.parseLong(node.getAs("key")) - FIRST);
      boolean other = parts.get(i).equals("none") || kinds.get(i).isEmpty();
      assertThat(node.<String>getAs("__split")).isEqualTo(other ? "other" : parts.get(i));
      assertThat(node.<Float>getAs("__label"))
          .isEqualTo(other ? null : kinds.get(i).equals("yes") ? 1f : 0f);
      assertThat(node.<Float>getAs("degree"))
          .isEqualTo((float) (double) degrees.getOrDefault(FIRST + i, 0.0));
      assertThat(node.<Float>getAs("size")).isFinite();
      assertThat(node.getList(node.fieldIndex("words_columns")))
          .isEqualTo(i % 20 == 0 ? List.of() : List.of(i, 700 + i % 300));
      assertThat(node.getList(node.fieldIndex("words_values")))
          .isEqualTo(i % 20 == 0 ? List.of() : List.of(0.25f, 0.75f));
    }
  }

  private void assertStatistics(GraphManifest manifest) {
    Map<Long, Long> in = new HashMap<>();
    Map<Long, Long> out = new HashMap<>();
    expected.keySet().forEach(ends -> in.merge(ends.get(1), 1L, Long::sum));
    expected.keySet().forEach(ends -> out.merge(ends.get(0), 1L, Long::sum));
    assertThat(manifest.nodes()).isEqualTo(NODES);
    assertThat(manifest.ids()).isEqualTo(NODES);
    assertThat(manifest.edges()).isEqualTo(expected.size());
    assertThat(manifest.edgesByTable()).isEqualTo(Map.of("edges", (long) expected.size()));
    assertThat(manifest.inDegree().mean()).isEqualTo(expected.size() / (double) NODES);
    assertThat(manifest.inDegree().max()).isEqualTo(in.values().stream().max(Long::compare).get());
    assertThat(manifest.outDegree().max())
        .isEqualTo(out.values().stream().max(Long::compare).get());
    List<Long> sorted = new ArrayList<>();
    for (long key = FIRST; key < FIRST + NODES; key++) {
      sorted.add(in.getOrDefault(key, 0L));
    }
    sorted.sort(null);
    assertThat(manifest.inDegree().quantiles().get("0.5")).isEqualTo(sorted.get(NODES / 2 - 1));
    long isolated = 0;
    for (long key = FIRST; key < FIRST + NODES; key++) {
      isolated += in.containsKey(key) || out.containsKey(key) ? 0 : 1;
    }
    assertThat(manifest.isolated()).isEqualTo(isolated).isGreaterThan(0);
    assertThat(manifest.weighted()).isTrue();
    assertThat(manifest.homophily()).isCloseTo(homophily(), within(1e-12));
    assertThat(manifest.splits().values().stream().mapToLong(n -> n).sum()).isEqualTo(NODES);
    assertThat(manifest.labels().get("valid").get("1")).isEqualTo(count("valid", "yes"));
    assertThat(manifest.labels().get("test").get("0")).isEqualTo(count("test", "no"));
    assertThat(manifest.proved()).hasSize(2);
  }

  private long count(String part, String kind) {
    long count = 0;
    for (int i = 0; i < NODES; i++) {
      count += parts.get(i).equals(part) && kinds.get(i).equals(kind) ? 1 : 0;
    }
    return count;
  }

  private String label(long key) {
    int i = (int) (key - FIRST);
    return parts.get(i).equals("none") ? "" : kinds.get(i);
  }

  private double homophily() {
    double both = 0;
    double same = 0;
    for (List<Long> ends : expected.keySet()) {
      String from = label(ends.get(0));
      String to = label(ends.get(1));
      if (!from.isEmpty() && !to.isEmpty()) {
        both++;
        same += from.equals(to) ? 1 : 0;
      }
    }
    return same / both;
  }
}
