package io.millrace.launcher.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spec.PipelineDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlannerTest {
  private static final String ALL =
      "clean features train-logistic-regression train-trees evaluate publish";
  private static final String COMPARING = "rocAuc >= champion - 0.002";

  @TempDir private Path folder;
  private Runs runs;

  @BeforeEach
  void openFolder() {
    runs = new Runs(folder);
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        change("cleaning", d -> d.minimum = -5, ALL),
        change("duplicates", d -> d.duplicates = allColumns(), ALL),
        change("label", d -> d.atLeast = 20, ALL.replace("clean ", "")),
        change("split", d -> d.splitSeed = 2, ALL.replace("clean ", "")),
        change("feature", d -> d.minCount = 21, ALL.replace("clean ", "")),
        change("regression", d -> d.iterations = 61, "train-logistic-regression evaluate publish"),
        change("trees", d -> d.trees = 21, "train-trees evaluate publish"),
        change("gate", d -> d.gate = List.of("rocAuc >= 0.66"), "evaluate publish"),
        change("model card", d -> d.summary = "Other words.", "publish"),
        change("resources", d -> d.cores = 7, ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void aChangedPartRunsExactlyTheStepsDownstream(
      String part, Consumer<Definitions> change, String expected) throws IOException {
    Definitions definitions = new Definitions();
    assertThat(runs.run(definitions.build())).containsExactly(ALL.split(" ", -1));
    change.accept(definitions);

    List<String> ran = runs.run(definitions.build());

    assertThat(String.join(" ", ran)).isEqualTo(expected);
    assertThat(runs.run(definitions.build())).as("a third run").isEmpty();
  }

  @Test
  void aChangedNetworkRunsItsOwnTrainingAlone() throws IOException {
    Definitions definitions = new Definitions();
    definitions.embedding = 8;
    runs.run(definitions.build());
    definitions.embedding = 16;

    assertThat(runs.run(definitions.build())).containsExactly("train-wide", "evaluate", "publish");
  }

  @Test
  void aChangedByteOfATableThatIsReadRunsEverything() throws IOException {
    PipelineDefinition definition = new Definitions().build();
    runs.run(definition);

    runs.tableDigests.put("places", "p2");

    assertThat(String.join(" ", runs.run(definition))).isEqualTo(ALL);
  }

  @Test
  void aTableThatNobodyReadsDoesNotCount() throws IOException {
    PipelineDefinition definition = new Definitions().build();
    runs.run(definition);

    runs.tableDigests.put("unused", "u2");

    assertThat(runs.run(definition)).isEmpty();
  }

  @Test
  void otherCodeRunsEverythingAgain() throws IOException {
    PipelineDefinition definition = new Definitions().build();
    runs.run(definition);

    runs.code = "1+other";

    assertThat(String.join(" ", runs.run(definition))).isEqualTo(ALL);
  }

  @Test
  void goesOnWithARunThatWasEnded() throws IOException {
    PipelineDefinition definition = new Definitions().build();
    PlannedRun first = runs.plan(definition);
    runs.finish(first.directory(), first.plan().step("clean"));

    PlannedRun second = runs.plan(definition);

    assertThat(second.continued()).isTrue();
    assertThat(second.plan().runId()).isEqualTo(first.plan().runId());
    assertThat(String.join(" ", second.stepsToRun())).isEqualTo(ALL.replace("clean ", ""));
  }

  @Test
  void takesOverWhatAnotherRunHasFinished() throws IOException {
    Definitions definitions = new Definitions();
    String first = runs.plan(definitions.build()).plan().runId();
    runs.run(definitions.build());
    definitions.trees = 21;

    PlannedRun second = runs.plan(definitions.build());

    assertThat(second.plan().runId()).isNotEqualTo(first);
    StepDecision clean = second.decisions().get(0);
    assertThat(clean.runs()).isFalse();
    assertThat(clean.reuse().reusedFrom()).endsWith(first.substring(first.length() - 8));
    assertThat(clean.reuse().output()).contains("/steps/clean/out");
  }

  @Test
  void runsAStepAgainWhoseOutputIsGone() throws IOException {
    PipelineDefinition definition = new Definitions().build();
    runs.run(definition);
    PlannedRun planned = runs.plan(definition);
    runs.storage
        .fs(planned.directory().root())
        .delete(planned.directory().output("features"), true);

    PlannedRun again = runs.plan(definition);

    assertThat(again.stepsToRun()).containsExactly("features");
    assertThat(again.decisions().get(1).reason()).isEqualTo("its output is gone");
  }

  @Test
  void publishesAgainWhatTheCatalogHasLost() throws IOException {
    PipelineDefinition definition = new Definitions().build();
    runs.run(definition);

    runs.catalogIsEmpty = true;

    assertThat(runs.plan(definition).stepsToRun()).containsExactly("publish");
  }

  @Test
  void anotherChampionIsAnotherEvaluationWhereTheGateAsksForIt() throws IOException {
    Definitions definitions = new Definitions();
    definitions.gate = List.of(COMPARING);
    runs.run(definitions.build());

    runs.champion = new CatalogView.Champion("ops/late/7 in data", "20250101-000000-aaaaaaaa");

    assertThat(runs.run(definitions.build())).containsExactly("evaluate", "publish");
    assertThat(runs.run(definitions.build())).isEmpty();
  }

  @Test
  void theChampionDoesNotCountWhereNoRuleAsksForIt() throws IOException {
    PipelineDefinition definition = new Definitions().build();
    runs.run(definition);

    runs.champion = new CatalogView.Champion("ops/late/7 in data", "20250101-000000-aaaaaaaa");

    assertThat(runs.run(definition)).isEmpty();
  }

  @Test
  void aRunThatMadeTheChampionIsNotEvaluatedAgainstItself() throws IOException {
    Definitions definitions = new Definitions();
    definitions.gate = List.of(COMPARING);
    runs.champion = new CatalogView.Champion("ops/late/7 in data", "20250101-000000-aaaaaaaa");
    runs.run(definitions.build());
    String runId = runs.plan(definitions.build()).plan().runId();

    runs.champion = new CatalogView.Champion("ops/late/8 in other data", runId);

    assertThat(runs.run(definitions.build())).isEmpty();
  }

  @Test
  void namesRunsByTimeAndContent() throws IOException {
    assertThat(runs.plan(new Definitions().build()).plan().runId())
        .matches("20260105-090100-[0-9a-f]{8}");
  }

  @Test
  void planningWritesNothing() throws IOException {
    runs.plan(new Definitions().build());

    assertThat(folder).isEmptyDirectory();
  }

  private static Arguments change(String part, Consumer<Definitions> change, String expected) {
    return Arguments.of(part, change, expected);
  }

  private static io.millrace.spec.clean.CleanSpec.Duplicates allColumns() {
    return new io.millrace.spec.clean.CleanSpec.Duplicates(
        List.of(), io.millrace.spec.clean.Policy.REJECT);
  }
}
