package io.millrace.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.handoff.Json;
import io.millrace.spec.run.RunSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemasTest {
  @ParameterizedTest
  @ValueSource(strings = {"summary", "models", "runs", "run", "runs-clean"})
  void theExampleObeysTheSchema(String name) throws IOException {
    assertThat(Schemas.problems(name, Schemas.example(name))).isEmpty();
  }

  @Test
  void theExampleIsASummaryAsItIsWritten() throws IOException {
    String example = Schemas.example("summary");
    RunSummary summary =
        Json.read(example.getBytes(StandardCharsets.UTF_8), RunSummary.class, "example");

    assertThat(Json.text(summary) + "\n").isEqualTo(example);
  }

  @Test
  void aMisspeltKeyIsFound() throws IOException {
    assertThat(Schemas.problems("summary", Schemas.example("summary").replace("runId", "runID")))
        .anyMatch(problem -> problem.contains("runId"));
  }
}
