package io.millrace.jobs.neighbourhoods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.handoff.step.StepFailedException;
import io.millrace.jobs.TestSpark;
import io.millrace.sampling.Example;
import io.millrace.sampling.Neighbourhood;
import io.millrace.sampling.NeighbourSampler;
import io.millrace.spec.data.DatasetManifest;
import io.millrace.spec.data.DatasetManifest.ManifestColumn;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.graph.GraphSpec.Duplicates;
import io.millrace.spec.graph.GraphSpec.Neighbourhoods;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Spark samples, against the sampler in memory over the same graph, number by number. */
class NeighbourhoodsIT {
  private static final List<String> SPLITS = List.of("train", "valid", "test");

  @TempDir Path folder;

  private static GraphSpec spec(Neighbourhoods how) {
    return new GraphSpec(
        "key",
        null,
        List.of(
            GraphRun.edgeTable("first", Duplicates.KEEP),
            GraphRun.edgeTable("second", Duplicates.KEEP)),
        true,
        how);
  }

  private static Neighbourhoods how(boolean weighted, int hub, Integer... fanOuts) {
    return new Neighbourhoods(false, List.of(fanOuts), weighted, hub, 12);
  }

  @ParameterizedTest
  @CsvSource({
    "true, true, 3, 2, 0", "false, true, 2, 2, 2", "true, false, -1, 2, 0", "false, false, 4, -1, 0"
  })
  void samplesWhatTheSamplerInMemorySamples(
      boolean graphWeighted, boolean drawsWeighted, int first, int second, int third)
      throws Exception {
    SampleGraph graph = SampleGraph.random(300, 2_000, graphWeighted, 4);
    List<Integer> fanOuts =
        third == 0 ? List.of(first, second) : List.of(first, second, third);
    Neighbourhoods how = new Neighbourhoods(false, fanOuts, drawsWeighted, 25, 12);
    GraphRun run =
        GraphRun.of(folder, spec(how), graph.nodeTable(), graph.edgeTable().repartition(3));
    Ledger ledger = run.run();
    NeighbourSampler sampler = new NeighbourSampler(graph.topology(), graph.ids(), how);
    int found = 0;
    for (String split : SPLITS) {
      for (Example example : run.examples(split)) {
        int target = (int) (example.keys()[0] - 1000);
        assertThat(graph.split(target)).isEqualTo(split);
        assertExample(example, graph, target, sampler.around(SampleGraph.id(target)));
        found++;
      }
    }
    assertThat(found).isEqualTo(240);
    assertThat(ledger).isEqualTo(new Ledger(240, 240, Map.of(), Map.of()));
  }

  private static void assertExample(
      Example example, SampleGraph graph, int target, Neighbourhood expected) {
    assertThat(example.keys()).containsExactly(1000 + target);
    assertThat(example.labels()).containsExactly(graph.label(target));
    assertThat(example.targets()).containsExactly(0);
    assertThat(example.ids()).isEqualTo(expected.ids());
    assertThat(example.topology().begins()).isEqualTo(expected.begins());
    assertThat(example.topology().sources()).isEqualTo(expected.sources());
    assertThat(example.topology().weights()).isEqualTo(expected.weights());
    assertFeatures(example, graph);
  }

  private static void assertFeatures(Example example, SampleGraph graph) {
    float[] degrees = graph.topology().degrees();
    for (int i = 0; i < example.ids().length; i++) {
      int node = (int) (example.ids()[i] / 3);
      assertThat(example.topology().degrees()[i]).isEqualTo(degrees[node]);
      assertThat(example.dense()[2 * i]).isEqualTo(SampleGraph.dense(node, 0));
      assertThat(example.dense()[2 * i + 1]).isEqualTo(SampleGraph.dense(node, 1));
      assertThat(example.indices().get(0)[i]).isEqualTo(SampleGraph.index(node));
      int begin = example.sparse().get(0).begins()[i];
      int end = example.sparse().get(0).begins()[i + 1];
      assertThat(java.util.Arrays.copyOfRange(example.sparse().get(0).columns(), begin, end))
          .isEqualTo(SampleGraph.columns(node));
      assertThat(java.util.Arrays.copyOfRange(example.sparse().get(0).values(), begin, end))
          .isEqualTo(SampleGraph.values(node));
    }
    assertThat(example.dense()).hasSize(2 * example.ids().length);
  }

  @Test
  void givesTheSameRowsHoweverTheEdgesLie() throws Exception {
    SampleGraph graph = SampleGraph.random(200, 1_500, true, 9);
    Neighbourhoods how = how(true, 10, Neighbourhoods.ALL, 3);
    List<List<String>> found = new ArrayList<>();
    for (int parts : new int[] {1, 7}) {
      TestSpark.session().conf().set("spark.sql.shuffle.partitions", String.valueOf(3 * parts));
      try {
        GraphRun run =
            GraphRun.of(
                folder.resolve("parts" + parts),
                spec(how),
                graph.nodeTable().repartition(parts),
                graph.edgeTable().repartition(parts).orderBy(org.apache.spark.sql.functions.rand(parts)));
        run.run();
        List<String> rows = new ArrayList<>();
        for (String split : SPLITS) {
          rows.addAll(run.rows(split).toJSON().collectAsList());
        }
        found.add(rows.stream().sorted().toList());
      } finally {
        TestSpark.session().conf().set("spark.sql.shuffle.partitions", "4");
      }
    }
    assertThat(found.get(1)).isEqualTo(found.get(0)).hasSize(160);
  }

  @Test
  void describesRowsInTheManifestAndMixesThem() throws Exception {
    SampleGraph graph = SampleGraph.random(400, 1_000, false, 1);
    GraphRun run =
        GraphRun.of(folder, spec(how(false, 9, 2)), graph.nodeTable(), graph.edgeTable());
    run.run();
    DatasetManifest manifest = run.manifest();
    assertThat(manifest.rows()).isEqualTo(Map.of("train", 160L, "valid", 80L, "test", 80L));
    assertThat(manifest.columns())
        .extracting(ManifestColumn::name)
        .containsExactly(run.rows("train").columns());
    assertThat(manifest.columns())
        .contains(
            new ManifestColumn("kind", "array<int>", DatasetManifest.Role.FEATURE, 3),
            new ManifestColumn("ids", "array<long>", DatasetManifest.Role.KEY, 0),
            new ManifestColumn("words_columns", "array<int>", DatasetManifest.Role.FEATURE, 100));
    assertThat(manifest.madeFrom()).containsEntry("graph", "test-graph");
    List<Row> rows = run.rows("train").select("keys").collectAsList();
    assertThat(rows.stream().map(row -> row.<Long>getList(0).get(0)).toList())
        .doesNotHaveDuplicates()
        .isNotEqualTo(rows.stream().map(row -> row.<Long>getList(0).get(0)).sorted().toList());
  }

  @Test
  void givesEachBlockAPartitionOfItsOwn() {
    for (int count : new int[] {1, 2, 7, 64}) {
      Blocks blocks = new Blocks(count);
      Dataset<Row> rows =
          TestSpark.session()
              .range(5_000)
              .withColumn("block", blocks.of(org.apache.spark.sql.functions.col("id")))
              .repartition(count, org.apache.spark.sql.functions.col("block"))
              .withColumn("partition", org.apache.spark.sql.functions.spark_partition_id());
      List<Row> pairs = rows.select("block", "partition").distinct().collectAsList();
      assertThat(pairs).hasSize(count);
      assertThat(pairs.stream().map(row -> row.getInt(1)).distinct()).hasSize(count);
    }
  }

  @Test
  void refusesAnEdgeFromANodeWithoutARow() throws Exception {
    SampleGraph graph = SampleGraph.random(50, 200, false, 1);
    GraphRun run =
        GraphRun.of(
            folder,
            spec(how(false, 9, 5)),
            graph.nodeTable().where("id <> " + SampleGraph.id(7)).where("id > 100"),
            graph.edgeTable());
    assertThatThrownBy(run::run)
        .isInstanceOf(StepFailedException.class)
        .hasMessageMatching(
            "Cannot make the neighbourhood of node \\d+: an edge comes from node \\d+, which has no row .*");
  }

  @Test
  void refusesASplitWithoutTargets() throws Exception {
    SampleGraph graph = SampleGraph.random(50, 200, false, 1);
    GraphRun run =
        GraphRun.of(
            folder,
            spec(how(false, 9, 5)),
            graph.nodeTable().where("__split <> 'valid'"),
            graph.edgeTable());
    assertThatThrownBy(run::run)
        .isInstanceOf(StepFailedException.class)
        .hasMessageContainingAll("'tested'", "{train=20, valid=0, test=10}", "none is of valid");
  }

  @Test
  void makesExamplesWithoutEdges() throws Exception {
    SampleGraph graph = SampleGraph.random(40, 100, false, 1);
    GraphRun run =
        GraphRun.of(
            folder, spec(how(false, 9, 5, 5)), graph.nodeTable(), graph.edgeTable().where("false"));
    assertThat(run.run().rowsOut()).isEqualTo(32);
    for (Example example : run.examples("test")) {
      assertThat(example.ids()).containsExactly(SampleGraph.id((int) example.keys()[0] - 1000));
      assertThat(example.topology().edges()).isZero();
    }
    assertThat(IntStream.range(0, 40).filter(i -> graph.split(i).equals("test")).count())
        .isEqualTo(run.rows("test").count());
  }
}
