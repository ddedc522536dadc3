package io.millrace.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.handoff.definition.InputFacts;
import io.millrace.launcher.plan.GraphRuns;
import io.millrace.launcher.plan.PlannedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanReportTest {
  @Test
  void showsTablesBySqlAndTheStepsOfAGraph(@TempDir Path folder) throws IOException {
    PlannedRun planned = GraphRuns.in(folder).plan(GraphRuns.definition());
    InputFacts flights = new InputFacts("flights", 1 << 20, 12_345, false, 2);

    List<String> lines =
        PlanReport.text(planned, List.of(flights), List.of()).lines().map(String::strip).toList();

    assertThat(lines)
        .anySatisfy(line -> assertThat(line).matches("flights +~12,345 +\\S+ \\S+ +2"))
        .anySatisfy(line -> assertThat(line).matches("routes +- +- +by SQL"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "clean-routes +clean-flights, hubs +data, rejected, profile .* run \\(never run\\)"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "graph +features, clean-routes, neighbours +nodes, edges, dictionary, rejected .*"))
        .anySatisfy(
            line -> assertThat(line).matches("neighbourhoods +graph +train, valid, test .*"))
        .anySatisfy(
            line -> assertThat(line).startsWith("train-graphsage").contains("neighbourhoods"))
        .noneMatch(line -> line.contains("times, one after the other"));
  }

  @Test
  void saysHowOftenAModelIsTrained(@TempDir Path folder) throws IOException {
    PlannedRun planned =
        GraphRuns.in(folder)
            .plan(GraphRuns.definition("models.graphsage.seed", "null", "models.graphsage.seeds", "[1, 2, 3]"));

    assertThat(PlanReport.text(planned, List.of(), List.of()).lines())
        .contains("train-graphsage trains 3 times, one after the other: splits 1, seeds 3.");
  }
}
