package io.millrace.spec.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spec.model.TrainingRuns;
import io.millrace.spec.target.Task;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a file from before a key was there reads as: its value is null. */
class OlderFilesTest {
  @Test
  void anEvaluationHasNoCurvesAndNoImportance() {
    ModelEvaluation read =
        new ModelEvaluation(
            1,
            "mlp",
            "bigdl",
            "mlp",
            Task.BINARY,
            100,
            0.5,
            Map.of(),
            0.2,
            List.of(),
            List.of(),
            List.of(),
            0,
            10,
            null,
            null,
            null,
            null,
            null,
            new GateResult(true, List.of()));
    assertThat(read.comparisons()).isEmpty();
    assertThat(read.curves()).isEmpty();
    assertThat(read.importance()).isEmpty();
    assertThat(read.importanceSample()).isNull();
  }

  @Test
  void aDefinitionMeasuresImportanceAsIfItSaidNothing() {
    EvaluationSpec read =
        new EvaluationSpec(null, List.of(), 200, 1, EvaluationSpec.Threshold.F1, null, List.of());
    assertThat(read.importance()).isEqualTo(new ImportanceSpec(20_000, 3));
  }

  @Test
  void aTrainingHasNotMeasuredTheTestSplit() {
    Map<String, Double> accuracy = Map.of("accuracy", 0.8);
    TrainingRuns.Run read = new TrainingRuns.Run(null, 1, 20, 15, 0.4, accuracy, null, null);

    assertThat(read.metrics()).isEqualTo(accuracy);
    assertThat(read.testAtBest()).isEmpty();
    assertThat(read.testAtLast()).isEmpty();
    assertThat(read.split()).isEqualTo("1");
  }
}
