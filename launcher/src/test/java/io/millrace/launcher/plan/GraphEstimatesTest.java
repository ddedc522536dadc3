package io.millrace.launcher.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.run.StepDone.Measured;
import io.millrace.spec.target.SplitSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphEstimatesTest {
  private static final long FLIGHTS = 100_000;
  private static final long NEIGHBOURS = 300_000;
  private static final Workers WORKERS = new Workers(2, 16L << 20);
  private static final long PAGES = (long) (GraphEstimates.PAGES * (1L << 20));

  /** A number of 4 bytes and an index of 4. */
  private static final int NODE = GraphEstimates.EXAMPLE_NODE_BYTES + 8;

  @Test
  void aTableBySqlHasTheRowsOfTheLargestThatItReads() {
    PipelineDefinition definition = GraphRuns.definition();
    TableSizes sizes = sizes(definition);

    assertThat(sizes.rows(definition.table("routes"))).isEqualTo(FLIGHTS);
    assertThat(sizes.bytes(definition.table("days"))).isEqualTo(1000 + 10);
  }

  @Test
  void cleaningATableBySqlShufflesWhatItReads() {
    PipelineDefinition definition = GraphRuns.definition();
    long row = 8 + 32 + 32 + 8;

    assertThat(estimates(definition).clean(definition.clean()).shuffleBytes())
        .isEqualTo(FLIGHTS * row + 5 * Estimates.PROFILE_BYTES);
  }

  @Test
  void edgesAreShuffledThreeTimesAndNodesOnce() {
    long edges = FLIGHTS + 2 * NEIGHBOURS;
    long key = 32;

    assertThat(estimates(GraphRuns.definition()).graph())
        .isEqualTo(
            new Measured(
                FLIGHTS * Estimates.BROADCAST_KEY_BYTES + PAGES,
                edges * (4 * key + GraphEstimates.EDGE_BYTES) + FLIGHTS * (key + 8)));
  }

  /** Fan-outs of 4 where the mean degree is 7. */
  @Test
  void aNeighbourhoodGrowsByItsFanOuts() {
    long nodes = FLIGHTS * (1 + 4 + 4 * 4);

    assertThat(neighbourhoods()).isEqualTo(sampled(nodes));
  }

  @Test
  void aFanOutIsAtMostTwiceTheMeanDegree() {
    long nodes = FLIGHTS * (1 + 14 + 14 * 14);

    assertThat(neighbourhoods("graph.neighbourhoods.fan-outs", "[100, all]"))
        .isEqualTo(sampled(nodes));
    assertThat(
            neighbourhoods(
                "graph.neighbourhoods.fan-outs", "[100, all]", "graph.neighbourhoods.hub", "3"))
        .isEqualTo(sampled(FLIGHTS * (1 + 14 + 14 * 3)));
  }

  @Test
  void aWholeGraphIsWrittenForEachSplit() {
    long edges = FLIGHTS + 2 * NEIGHBOURS;

    assertThat(neighbourhoods("graph.neighbourhoods", "{ whole = true, fan-outs = null }"))
        .isEqualTo(
            new Measured(
                PAGES,
                3 * FLIGHTS * (NODE + 2 * 8) + 3 * edges * GraphEstimates.EXAMPLE_EDGE_BYTES));
  }

  /** They are written for each of the splits, and the training holds those of one. */
  @Test
  void severalSplitsWriteMoreWholeGraphsAndTrainInTheSameMemory() {
    String[] one = {"graph.neighbourhoods", "{ whole = true, fan-outs = null }"};
    PipelineDefinition definition = GraphRuns.definition(one);
    PipelineDefinition folds = withFolds(definition, 5);

    assertThat(estimates(folds).neighbourhoods().shuffleBytes())
        .isEqualTo(5 * estimates(definition).neighbourhoods().shuffleBytes());
    assertThat(estimates(folds).train(folds.model("graphsage")))
        .isEqualTo(estimates(definition).train(definition.model("graphsage")));
  }

  private static PipelineDefinition withFolds(PipelineDefinition d, int folds) {
    return new PipelineDefinition(
        d.version(),
        d.name(),
        d.tables(),
        d.clean(),
        d.sources(),
        d.label(),
        new SplitSpec.Folds(folds, 1, null),
        d.features(),
        d.graph(),
        d.models(),
        d.evaluation(),
        d.publish(),
        d.resources());
  }

  /** Two layers of a graphsage over one number and an embedding of 16 for 2,001 origins. */
  @Test
  void aTrainingOverAGraphHoldsItsExamples() {
    PipelineDefinition definition = GraphRuns.definition();
    long nodes = FLIGHTS * (1 + 4 + 4 * 4);
    long examples = nodes * (NODE + GraphEstimates.EXAMPLE_EDGE_BYTES);
    long parameters = 2001 * 16 + (2 * 17 * 8 + 8) + (2 * 8 * 4 + 4) + (4 + 1);

    Measured measured = estimates(definition).train(definition.model("graphsage"));

    assertThat(measured)
        .isEqualTo(
            new Measured((long) (examples * DeepEstimate.KEPT_SHARE) + parameters * 4 * 4, 0));
  }

  private static Measured sampled(long nodes) {
    return new Measured(PAGES, nodes * (NODE + GraphEstimates.EXAMPLE_EDGE_BYTES + 2 * 8));
  }

  private static Measured neighbourhoods(String... settings) {
    return estimates(GraphRuns.definition(settings)).neighbourhoods();
  }

  private static Estimates estimates(PipelineDefinition definition) {
    return new Estimates(definition, sizes(definition), WORKERS);
  }

  private static TableSizes sizes(PipelineDefinition definition) {
    return new TableSizes(
        definition,
        Map.of("flights", FLIGHTS, "hubs", 20L, "neighbours", NEIGHBOURS),
        Map.of("flights", 1000L, "hubs", 10L));
  }
}
