package io.millrace.jobs.graph;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.handoff.step.StepFailedException;
import io.millrace.jobs.TestRun;
import io.millrace.jobs.TestSpark;
import io.millrace.jobs.features.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several splits of one data set, from rows to examples, and rows that are drawn by groups. */
class SplitsIT {
  private static final String DEFINITION =
      """
      format = 1
      name = splits
      tables {
        nodes {
          path = "%1$s/nodes.csv", format = csv
          columns { name = string, group = string, kind = string, at = date, s1 = string, s2 = string, words = string }
        }
        edges { path = "%1$s/edges.csv", format = csv, columns { from = string, to = string } }
      }
      clean { table = nodes }
      label { column = kind, task = multiclass, classes = [a, b, c] }
      split { %2$s }
      features { words { type = sparse, column = words, width = 100 } }
      graph { key = name, edges { edges { source = from, target = to } }, %3$s }
      models { mlp {} }
      evaluation { gate = [] }
      publish { model = "tests/splits", summary = "A test." }
      """;
  private static final int GROUPS = 40;
  private static final String COLUMNS =
      "by = value, columns = [s1, s2], train = [x], valid = [y], test = [z]";

  @TempDir private Path folder;

  private TestRun run(List<String> nodes, String split, String graph) throws Exception {
    Path own = Files.createTempDirectory(folder, "run");
    Files.writeString(
        own.resolve("nodes.csv"),
        "name,group,kind,at,s1,s2,words\n" + String.join("\n", nodes) + "\n");
    Files.writeString(own.resolve("edges.csv"), "from,to\nn0,n1\nn1,n0\nn2,n1\n");
    TestRun run = TestRun.of(own, DEFINITION.formatted(own, split, graph));
    run.step("clean");
    return run;
  }

  /** Two nodes of each group, which have the group's label. */
  private static List<String> grouped() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 2 * GROUPS; i++) {
      lines.add("n%d,g%d,%s,2020-01-01,,,%d:1".formatted(i, i / 2, "abc".charAt(i / 2 % 3), i));
    }
    return lines;
  }

  @Test
  void foldsDealOutWholeGraphs() throws Exception {
    TestRun run = run(grouped(), "by = folds, folds = 4", "graph = group");
    assertThat(run.ledger("features").rowsOut()).isEqualTo(2 * GROUPS);
    run.step("graph");
    run.step("neighbourhoods");

    Map<String, String> letters = new TreeMap<>();
    for (Row node : GraphFiles.read(run, "nodes").collectAsList()) {
      String key = node.getAs("key");
      String group = "g" + Integer.parseInt(key.substring(1)) / 2;
      String found = node.getAs("__splits");
      assertThat(letters.putIfAbsent(group, found)).isIn(null, found);
    }
    assertThat(letters).hasSize(GROUPS);
    for (String found : letters.values()) {
      int test = found.indexOf('e');
      StringBuilder expected = new StringBuilder("tttt");
      expected.setCharAt(test, 'e');
      // In the split before, the fold is for validation.
      expected.setCharAt((test + 3) % 4, 'v');
      assertThat(found).isEqualTo(expected.toString());
    }
    assertThat(letters.values().stream().distinct()).hasSize(4);
    List<String> examples = letters(run);
    assertThat(examples).containsExactlyInAnyOrderElementsOf(letters.values());
    assertThat(GraphFiles.manifest(run).proved())
        .contains(
            "Each of the 80 nodes has one key, one row and one place in each of the 4 splits.",
            "Of split '2' train has %d, valid has %d, test has %d nodes, none of them in two."
                .formatted(count(letters, 't'), count(letters, 'v'), count(letters, 'e')));
    assertThat(letters(run, 1)).isEqualTo(letters(run, 7));
  }

  private static long count(Map<String, String> letters, char letter) {
    return 2 * letters.values().stream().filter(of -> of.charAt(1) == letter).count();
  }

  /** What the definition says of its rows, however they are spread over partitions. */
  private static Map<String, String> letters(TestRun run, int partitions) throws IOException {
    Dataset<Row> cleaned =
        TestSpark.session()
            .read()
            .parquet(run.directory().output("clean") + "/data/all")
            .repartition(partitions);
    Map<String, String> letters = new HashMap<>();
    Targets.add(cleaned, run.definition())
        .collectAsList()
        .forEach(row -> letters.put(row.getAs("name"), row.getAs("__splits")));
    assertThat(letters).hasSize(2 * GROUPS);
    return letters;
  }

  /** s1 and s2 of each node; n7 is in the second split alone, n8 in none. */
  private static List<String> listed() {
    String[] splits = {"x,x", "x,x", "x,x", "y,z", "y,z", "z,y", "z,y", ",x", ",", "x,y"};
    String kinds = "abcababbac";
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < splits.length; i++) {
      lines.add("n%d,g,%s,2020-01-01,%s,%d:1".formatted(i, kinds.charAt(i), splits[i], i));
    }
    return lines;
  }

  @Test
  void eachColumnGivesASplit() throws Exception {
    TestRun run = run(listed(), COLUMNS, "neighbourhoods.whole = true");
    run.step("features");
    run.step("graph");
    run.step("neighbourhoods");

    Map<String, List<String>> scores = new TreeMap<>();
    Map<Long, String> names =
        GraphFiles.read(run, "nodes").collectAsList().stream()
            .collect(Collectors.toMap(row -> row.getAs("__row"), row -> row.getAs("key")));
    for (String part : List.of("train", "valid", "test", "other")) {
      for (Row example : examples(run, part).collectAsList()) {
        List<Long> keys = example.getList(example.fieldIndex("keys"));
        scores.put(
            part + " " + example.getAs("__splits"),
            keys.stream().map(names::get).sorted().toList());
      }
    }
    assertThat(scores)
        .isEqualTo(
            Map.of(
                "train t-", List.of("n0", "n1", "n2", "n9"),
                "valid v-", List.of("n3", "n4"),
                "test e-", List.of("n5", "n6"),
                "other -t", List.of("n0", "n1", "n2", "n7"),
                "other -v", List.of("n5", "n6", "n9"),
                "other -e", List.of("n3", "n4")));
    assertThat(run.events()).doesNotContain("No train row");

    TestRun sampled = run(listed(), COLUMNS, "neighbourhoods.fan-outs = [all]");
    sampled.step("features");
    sampled.step("graph");
    assertThat(sampled.ledger("neighbourhoods").rowsOut()).isEqualTo(9);
    assertThat(letters(sampled))
        .containsExactlyInAnyOrder("tt", "tt", "tt", "ve", "ve", "ev", "ev", "-t", "tv");
  }

  @Test
  void saysWhereASplitHasNoClassOrOne() throws Exception {
    List<String> lines = listed();
    lines.set(2, "n2,g,c,2020-01-01,x,y,2:1");
    TestRun run = run(lines, COLUMNS, "neighbourhoods.whole = true");
    run.step("features");
    assertThat(run.events()).contains("No train row of split 's2' has class 'c'");

    lines.set(1, "n1,g,b,2020-01-01,x,y,1:1");
    lines.set(7, "n7,g,b,2020-01-01,,y,7:1");
    TestRun one = run(lines, COLUMNS, "neighbourhoods.whole = true");
    assertThatThrownBy(() -> one.step("features"))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("all 1 rows of the train split of split 's2' have label 0");

    lines.set(0, "n0,g,a,2020-01-01,x,,0:1");
    TestRun none = run(lines, COLUMNS, "neighbourhoods.whole = true");
    assertThatThrownBy(() -> none.step("features"))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("the train split of split 's2' has no rows");
  }

  @Test
  void rowsOfAGroupAreDrawnTogetherAndThoseWithoutOneAreRejected() throws Exception {
    List<String> lines = grouped();
    lines.set(0, "n0,,a,2020-01-01,,,0:1");
    TestRun run =
        run(
            lines,
            "by = random, group = group, train = 0.5, valid = 0.25, test = 0.25, seed = 3",
            "unlabelled = leave-out");

    assertThat(run.ledger("features").rejected()).isEqualTo(Map.of("split:outside", 1L));
    Dataset<Row> cleaned =
        TestSpark.session().read().parquet(run.directory().output("clean") + "/data/all");
    List<Row> groups =
        Targets.add(cleaned, run.definition())
            .where(col("group").isNotNull())
            .selectExpr("group", "__split")
            .distinct()
            .collectAsList();
    assertThat(groups).hasSize(GROUPS);
    assertThat(groups.stream().map(row -> row.getString(1)))
        .contains("train", "valid", "test")
        .doesNotContainNull();
  }

  @Test
  void tellsWhetherEdgesLeadBackInTime() throws Exception {
    String split =
        "by = time, column = at, train { to = \"2020-01-02\" }, valid { from = \"2020-01-02\", to = \"2020-01-03\" }, test { from = \"2020-01-03\" }";
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      lines.add("n%d,g,%s,2020-01-0%d,,,%d:1".formatted(i, "abc".charAt(i % 3), 1 + i / 3, i));
    }
    // Each class has a train row left when one of them moves.
    lines.add("n9,g,c,2020-01-01,,,9:1");
    TestRun same = run(lines, split, "");
    same.step("features");
    same.step("graph");
    assertThat(GraphFiles.manifest(same).proved())
        .contains(
            "By 'at' the splits lie one after the other: train from 2020-01-01 00:00:00 to 2020-01-01 00:00:00, valid from 2020-01-02 00:00:00 to 2020-01-02 00:00:00, test from 2020-01-03 00:00:00 to 2020-01-03 00:00:00.",
            "By 'at' no edge leads from a later node to an earlier one.");
    assertThat(same.events()).doesNotContain("lead from a later node");

    // The edge n2 -> n1 now comes from the day of the test.
    lines.set(2, "n2,g,c,2020-01-03,,,2:1");
    TestRun back = run(lines, split, "");
    back.step("features");
    back.step("graph");
    assertThat(GraphFiles.manifest(back).proved()).noneMatch(text -> text.contains("no edge"));
    assertThat(back.events())
        .contains("By 'at' 1 of 3 edges lead from a later node to an earlier one");
  }

  private static Dataset<Row> examples(TestRun run, String part) throws IOException {
    Path data = Path.of(run.directory().output("neighbourhoods").toUri()).resolve("data");
    return Files.exists(data.resolve(part))
        ? TestSpark.session().read().parquet(data.resolve(part).toString())
        : TestSpark.session().emptyDataFrame();
  }

  private static List<String> letters(TestRun run) throws IOException {
    List<String> found = new ArrayList<>();
    for (String part : List.of("train", "valid", "test", "other")) {
      examples(run, part).collectAsList().forEach(row -> found.add(row.<String>getAs("__splits")));
    }
    return found;
  }
}
