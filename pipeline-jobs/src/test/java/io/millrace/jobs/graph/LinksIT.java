package io.millrace.jobs.graph;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.TestRun;
import io.millrace.jobs.TestSpark;
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
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Links of a graph with two tables of edges, in which links stand both ways, twice and in both
 * tables, against what plain Java finds of them.
 */
class LinksIT {
  private static final int NODES = 60;
  private static final int NEGATIVES = 2;

  private static final String DEFINITION =
      """
      format = 1
      name = links
      tables {
        nodes { path = "%1$s/nodes.csv", format = csv, columns { name = string, size = double } }
        follows { path = "%1$s/follows.csv", format = csv, columns { from = string, to = string } }
        likes { path = "%1$s/likes.csv", format = csv, columns { from = string, to = string } }
      }
      clean { table = nodes }
      label { task = link-prediction, edges = follows, negatives = 2, seed = 5 }
      split { by = random, train = 0.6, valid = 0.2, test = 0.2, seed = 3 }
      features { size { type = numeric, column = size } }
      graph {
        key = name
        edges {
          follows { source = from, target = to, self-loops = keep }
          likes { source = from, target = to, direction = symmetric, duplicates = sum }
        }
        neighbourhoods { %2$s }
      }
      models { gcn { hidden = [4, 4], batch-size = 10 } }
      evaluation { gate = ["rocAuc >= 0"] }
      publish { model = "tests/links", summary = "A test." }
      """;

  @TempDir Path folder;

  /** Unordered pairs of names by table. */
  private final Map<String, Set<Set<String>>> pairs = new TreeMap<>();

  private Ledger ledger;

  private TestRun graph(String name, String neighbourhoods) throws Exception {
    SplittableRandom random = new SplittableRandom(4);
    List<String> nodes = new ArrayList<>(List.of("name,size"));
    for (int i = 0; i < NODES; i++) {
      nodes.add("n%d,%s".formatted(i, i % 7 == 0 ? "" : random.nextInt(100)));
    }
    Files.write(folder.resolve("nodes.csv"), nodes);
    edges("follows", 250, random);
    edges("likes", 120, random);
    TestRun run = TestRun.of(folder.resolve(name), DEFINITION.formatted(folder, neighbourhoods));
    run.step("clean");
    run.step("features");
    ledger = run.ledger("graph");
    return run;
  }

  private void edges(String table, int count, SplittableRandom random) throws Exception {
    Set<Set<String>> of = new HashSet<>();
    List<String> lines = new ArrayList<>(List.of("from,to"));
    for (int i = 0; i < count; i++) {
      String from = "n" + random.nextInt(NODES);
      // Some links stand in both tables, some both ways.
      String to = "n" + (i % 5 == 0 ? (i * 7) % NODES : random.nextInt(NODES));
      lines.add(from + "," + to);
      if (i % 4 == 0) {
        lines.add(to + "," + from);
      }
      if (!from.equals(to)) {
        of.add(Set.of(from, to));
      }
    }
    pairs.put(table, of);
    Files.write(folder.resolve(table + ".csv"), lines);
  }

  private static Set<Set<String>> named(Dataset<Row> rows, TestRun run) throws Exception {
    Map<Long, String> names = new HashMap<>();
    GraphFiles.ids(run).forEach((name, id) -> names.put(id, name));
    Set<Set<String>> named = new HashSet<>();
    for (Row row : rows.where("source <> target").select("source", "target").collectAsList()) {
      named.add(Set.of(names.get(row.getLong(0)), names.get(row.getLong(1))));
    }
    return named;
  }

  @Test
  void splitsLinksAndLeavesNoneOfThemInTheGraph() throws Exception {
    TestRun run = graph("first", "whole = true");
    Dataset<Row> links = GraphFiles.read(run, "links").cache();
    Dataset<Row> edges = GraphFiles.read(run, "edges").cache();
    GraphManifest manifest = GraphFiles.manifest(run);

    Set<Set<String>> linked = named(links.where("__label = 1"), run);
    assertThat(linked).isEqualTo(pairs.get("follows"));
    assertThat(links.where("__label = 1").count()).isEqualTo(linked.size());
    Set<Set<String>> heldOut = named(links.where("__label = 1 and __split <> 'train'"), run);
    assertThat(heldOut).hasSizeBetween(linked.size() / 4, linked.size() / 2);
    Set<Set<String>> messages = new HashSet<>(pairs.get("follows"));
    messages.addAll(pairs.get("likes"));
    assertThat(messages).containsAll(heldOut);
    assertThat(pairs.get("likes")).as("in both tables").containsAnyElementsOf(heldOut);
    messages.removeAll(heldOut);
    assertThat(named(edges, run)).isEqualTo(messages);
    assertThat(edges.where("source = target").count()).isPositive();

    assertNegatives(links, run, manifest);
    assertThat(manifest.proved())
        .hasSize(4)
        .contains(
            "None of the %d links of valid and test has an edge that passes messages, in either direction and in any table."
                .formatted(heldOut.size()));
    assertThat(ledger.changed().get("follows:held-out")).isPositive();
    assertThat(ledger.changed().get("likes:held-out")).isPositive();
    assertBrokenProofs(edges, links);
    assertExamples(run, links, edges);
    assertNeighbourhoodsOfBothNodes(links);
  }

  private void assertNegatives(Dataset<Row> links, TestRun run, GraphManifest manifest)
      throws Exception {
    Dataset<Row> apart = links.where("__label = 0");
    Set<Set<String>> named = named(apart, run);
    assertThat(apart.count()).isEqualTo(named.size());
    assertThat(named)
        .doesNotContainAnyElementsOf(pairs.get("follows"))
        .doesNotContainAnyElementsOf(pairs.get("likes"));
    for (String split : List.of("train", "valid", "test")) {
      Dataset<Row> of = links.where(col("__split").equalTo(split));
      long linked = of.where("__label = 1").count();
      assertThat(of.where("__label = 0").count()).isEqualTo(NEGATIVES * linked);
      assertThat(manifest.labels().get(split))
          .isEqualTo(Map.of("0", NEGATIVES * linked, "1", linked));
      // All nodes are drawn: pairs of a split are no corner of the table.
      assertThat(named(of.where("__label = 0"), run).stream().flatMap(Set::stream).distinct())
          .hasSizeGreaterThan(NODES / 2);
    }
    assertThat(links.select("__row").distinct().count()).isEqualTo(links.count());
  }

  private static void assertBrokenProofs(Dataset<Row> edges, Dataset<Row> links) {
    Dataset<Row> held = links.where("__label = 1 and __split = 'test'").limit(1);
    Dataset<Row> reversed = held.select(col("target").as("source"), col("source").as("target"));
    Dataset<Row> ends = edges.select("source", "target");
    assertThatThrownBy(() -> LinkProofs.prove(ends.union(reversed), links))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(
            "1 links of valid or test have an edge that passes messages, such as nodes");
    Dataset<Row> wrong = links.where("__label = 1").limit(1).withColumn("__label", lit(0f));
    assertThatThrownBy(() -> LinkProofs.prove(ends, links.union(wrong)))
        .hasMessageContaining("1 pairs without a link have an edge");
    Dataset<Row> twice = links.where("__label = 0").limit(1).withColumn("__split", lit("other"));
    assertThatThrownBy(() -> LinkProofs.prove(ends, links.union(twice)))
        .hasMessageContaining("1 pairs stand in links more than once");
    Dataset<Row> loop = links.limit(1).withColumn("target", col("source"));
    assertThatThrownBy(() -> LinkProofs.prove(ends, links.union(loop)))
        .hasMessageContaining("1 pairs have the same node twice");
  }

  private static void assertExamples(TestRun run, Dataset<Row> links, Dataset<Row> edges)
      throws Exception {
    run.step("neighbourhoods");
    for (String split : List.of("train", "valid", "test")) {
      Row example = examples(run, split).first();
      assertThat(example.getList(example.fieldIndex("sources"))).hasSize((int) edges.count());
      assertScores(example, links.where(col("__split").equalTo(split)).count(), links);
    }
  }

  private static Dataset<Row> examples(TestRun run, String split) throws Exception {
    return TestSpark.session()
        .read()
        .parquet(run.directory().output("neighbourhoods") + "/data/" + split);
  }

  /** Targets of an example are the nodes of the links that its keys name. */
  private static void assertScores(Row example, long expected, Dataset<Row> links) {
    List<Long> ids = example.getList(example.fieldIndex("ids"));
    List<Integer> targets = example.getList(example.fieldIndex("targets"));
    List<Long> keys = example.getList(example.fieldIndex("keys"));
    List<Float> labels = example.getList(example.fieldIndex("labels"));
    assertThat(keys).hasSize((int) expected);
    Map<Long, List<Object>> byKey = new HashMap<>();
    for (Row link : links.select("__row", "source", "target", "__label").collectAsList()) {
      byKey.put(link.getLong(0), List.of(link.getLong(1), link.getLong(2), link.getFloat(3)));
    }
    for (int i = 0; i < keys.size(); i++) {
      assertThat(byKey.get(keys.get(i)))
          .containsExactly(
              ids.get(targets.get(2 * i)), ids.get(targets.get(2 * i + 1)), labels.get(i));
    }
  }

  private void assertNeighbourhoodsOfBothNodes(Dataset<Row> whole) throws Exception {
    TestRun run = graph("sampled", "fan-outs = [3, 2]");
    run.step("neighbourhoods");
    Dataset<Row> links = GraphFiles.read(run, "links");
    // The same graph gives the same pairs and splits.
    assertThat(whole.except(links).count() + links.except(whole).count()).isZero();
    for (String split : List.of("train", "valid", "test")) {
      List<Row> examples = examples(run, split).collectAsList();
      assertThat(examples).hasSize((int) links.where(col("__split").equalTo(split)).count());
      assertScores(examples.get(0), 1, links);
      List<Integer> begins = examples.get(0).getList(examples.get(0).fieldIndex("begins"));
      assertThat(begins.get(1)).isBetween(0, 3);
    }
  }
}
