package io.millrace.launcher.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.handoff.RunDirectory;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.run.StepPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GraphPlannerTest {
  private static final String AFTER_CLEANING =
      "features graph neighbourhoods train-logistic-regression train-graphsage evaluate publish";
  private static final String OVER_THE_GRAPH =
      "graph neighbourhoods train-graphsage evaluate publish";

  @TempDir private Path folder;
  private Runs runs;

  @BeforeEach
  void openFolder() {
    runs = GraphRuns.in(folder);
  }

  @Test
  void stepsReadWhatTablesAreMadeFrom() throws IOException {
    List<StepPlan> steps = runs.plan(GraphRuns.definition()).plan().steps();

    assertThat(steps)
        .extracting(step -> step.name() + " " + step.kind() + " " + step.inputs())
        .containsExactly(
            "clean-flights clean [flights, airports]",
            "clean-routes clean [clean-flights, hubs]",
            "clean clean [clean-flights, airports]",
            "features features [clean]",
            "graph graph [features, clean-routes, neighbours]",
            "neighbourhoods neighbourhoods [graph]",
            "train-logistic-regression train [features]",
            "train-graphsage train [neighbourhoods]",
            "evaluate evaluate [features, graph, train-logistic-regression, train-graphsage]",
            "publish publish [evaluate]");
  }

  static List<Arguments> settings() {
    return List.of(
        change("tables.evenings.sql", "SELECT 1 FROM flights", "clean " + AFTER_CLEANING),
        change("tables.evenings.columns.departures", "int", "clean " + AFTER_CLEANING),
        change("tables.flights.columns.delay", "long", GraphRuns.ALL),
        change("tables.flights.path", "\"file:/elsewhere\"", ""),
        change("tables.hubs.delimiter", ";", "clean-routes " + OVER_THE_GRAPH),
        change("tables.days.sql", "SELECT date FROM hubs", "clean-routes " + OVER_THE_GRAPH),
        change("clean.columns.departures.range.min", "2", "clean " + AFTER_CLEANING),
        change("clean.sources.flights.columns.delay.required", "fail", GraphRuns.ALL),
        change("clean.sources.routes.duplicates.policy", "fail", "clean-routes " + OVER_THE_GRAPH),
        change("graph.unlabelled", "leave-out", AFTER_CLEANING),
        change("graph.edges.neighbours.direction", "directed", OVER_THE_GRAPH),
        change("tables.neighbours.header", "false", OVER_THE_GRAPH),
        change("graph.neighbourhoods.seed", "2", "neighbourhoods train-graphsage evaluate publish"),
        change("models.graphsage.hidden", "[8]", "train-graphsage evaluate publish"),
        change("label.at-least", "30", AFTER_CLEANING));
  }

  @ParameterizedTest(name = "{0} = {1}")
  @MethodSource("settings")
  void aChangedPartRunsExactlyTheStepsDownstream(String key, String value, String expected)
      throws IOException {
    List<StepPlan> before = runs.plan(GraphRuns.definition()).plan().steps();

    List<StepPlan> after = runs.plan(GraphRuns.definition(key, value)).plan().steps();

    assertThat(changed(before, after)).isEqualTo(expected);
  }

  static List<Arguments> contents() {
    return List.of(
        Arguments.of("flights", GraphRuns.ALL),
        Arguments.of("airports", GraphRuns.ALL),
        Arguments.of("hubs", "clean-routes " + OVER_THE_GRAPH),
        Arguments.of("neighbours", OVER_THE_GRAPH),
        Arguments.of("unused", ""));
  }

  @ParameterizedTest
  @MethodSource("contents")
  void aChangedByteOfATableRunsWhatIsMadeFromIt(String table, String expected) throws IOException {
    List<StepPlan> before = runs.plan(GraphRuns.definition()).plan().steps();

    runs.tableDigests.put(table, "other");

    List<StepPlan> after = runs.plan(GraphRuns.definition()).plan().steps();
    assertThat(changed(before, after)).isEqualTo(expected);
  }

  @Test
  void edgesBySqlThatNoStepCleansRunAgainWithWhatTheyRead() throws IOException {
    PipelineDefinition definition = GraphRuns.definition("clean.sources.routes", "null");
    List<StepPlan> before = runs.plan(definition).plan().steps();

    runs.tableDigests.put("hubs", "other");

    assertThat(changed(before, runs.plan(definition).plan().steps())).isEqualTo(OVER_THE_GRAPH);
  }

  @Test
  void aChangedPartRunsAgainOnceAndNothingElseDoes() throws IOException {
    assertThat(String.join(" ", runs.run(GraphRuns.definition()))).isEqualTo(GraphRuns.ALL);
    PipelineDefinition changed = GraphRuns.definition("graph.neighbourhoods.hub", "7");

    assertThat(String.join(" ", runs.run(changed)))
        .isEqualTo("neighbourhoods train-graphsage evaluate publish");
    assertThat(runs.run(changed)).isEmpty();
  }

  @Test
  void onlyTheTablesOfFilesThatAreReadAreDigested() {
    assertThat(Blueprint.tablesRead(GraphRuns.definition()))
        .containsExactly("flights", "airports", "hubs", "neighbours");
  }

  @Test
  void nodesKeepTheIdsOfTheNewestOtherRunThatHasSome() throws IOException {
    assertThat(runs.plan(GraphRuns.definition()).plan().dictionary())
        .as("there is no earlier run")
        .isNull();
    runs.run(GraphRuns.definition());
    PipelineDefinition second = GraphRuns.definition("graph.edges.routes.self-loops", "keep");
    assertThat(runs.plan(second).plan().dictionary()).as("the earlier graph left no ids").isNull();

    String ids = ids(runs.plan(GraphRuns.definition()).directory());

    assertThat(runs.plan(second).plan().dictionary()).isEqualTo(ids);
    assertThat(runs.plan(GraphRuns.definition()).plan().dictionary())
        .as("a run's own ids are no earlier ones")
        .isNull();
    runs.run(second);
    String newest = ids(runs.plan(second).directory());
    PipelineDefinition third = GraphRuns.definition("graph.edges.routes.self-loops", "fail");
    assertThat(runs.plan(third).plan().dictionary()).isEqualTo(newest);
  }

  @Test
  void earlierIdsAreNoReasonToRunAgain() throws IOException {
    PipelineDefinition other = GraphRuns.definition("graph.edges.routes.self-loops", "keep");
    PlannedRun before = runs.plan(other);
    runs.run(GraphRuns.definition());
    ids(runs.plan(GraphRuns.definition()).directory());

    assertThat(runs.plan(other).plan().steps()).isEqualTo(before.plan().steps());
  }

  @Test
  void aPipelineWithoutAGraphHasNoIds() throws IOException {
    assertThat(runs.plan(new Definitions().build()).plan().dictionary()).isNull();
  }

  /** The steps whose fingerprint is another one. */
  private static String changed(List<StepPlan> before, List<StepPlan> after) {
    List<String> prints = before.stream().map(StepPlan::fingerprint).toList();
    return after.stream()
        .filter(step -> !prints.contains(step.fingerprint()))
        .map(StepPlan::name)
        .collect(Collectors.joining(" "));
  }

  /** What a graph step leaves for later runs. */
  private String ids(RunDirectory run) throws IOException {
    var dictionary = new org.apache.hadoop.fs.Path(run.output("graph"), "dictionary");
    runs.storage.fs(dictionary).mkdirs(dictionary);
    return dictionary.toString();
  }

  private static Arguments change(String key, String value, String expected) {
    return Arguments.of(key, value, expected);
  }
}
