package io.millrace.launcher.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomTest {
  @TempDir private Path folder;

  @Test
  void onlyTrainingsThatHoldRowsAreWarnedOf() throws IOException {
    Definitions definitions = new Definitions();
    definitions.embedding = 8;
    PlannedRun planned = new Runs(folder).plan(definitions.build());
    long needed = planned.plan().step("train-wide").estimate().memoryBytes();

    assertThat(Room.warnings(planned, needed))
        .singleElement()
        .asString()
        .startsWith("Step 'train-wide' holds about ")
        .endsWith("Give them more (resources.memory), or use more of them.");
    assertThat(Room.warnings(planned, 2 * needed)).isEmpty();
  }

  @Test
  void aTrainingThatIsDoneNeedsNoRoom() throws IOException {
    Definitions definitions = new Definitions();
    definitions.embedding = 8;
    Runs runs = new Runs(folder);
    runs.run(definitions.build());

    assertThat(Room.warnings(runs.plan(definitions.build()), 1)).isEmpty();
  }

  @Test
  void howManyRowsSqlGivesIsAGuessAndNoReasonForAWarning() throws IOException {
    PlannedRun planned = GraphRuns.in(folder).plan(GraphRuns.definition());

    assertThat(planned.definition().mainTable().derived()).isTrue();
    assertThat(Room.warnings(planned, 1)).isEmpty();
  }
}
