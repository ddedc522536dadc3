package io.millrace.jobs.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.handoff.step.Events;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Arguments that are wrong by themselves end the job before it starts Spark. */
class ScoreJobTest {
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  private int run(String... more) {
    String[] arguments =
        Stream.concat(
                Stream.of("--catalog", "c", "--model", "a/b", "--input", "i"), Stream.of(more))
            .toArray(String[]::new);
    return ScoreJob.run(arguments, new Events(new PrintStream(told, true, StandardCharsets.UTF_8)));
  }

  private String said() {
    return told.toString(StandardCharsets.UTF_8);
  }

  @Test
  void endsWithTwoWhereAnArgumentIsMissing() {
    assertThat(run()).isEqualTo(2);
    assertThat(said()).contains("'--output' is missing");
  }

  @Test
  void endsWithTwoForAnArgumentThatItDoesNotKnow() {
    assertThat(run("--output", "o", "--colour", "red")).isEqualTo(2);
    assertThat(said()).contains("--colour");
  }

  @Test
  void endsWithTwoForAFormatThatItDoesNotKnow() {
    assertThat(run("--output", "o", "--format", "avro")).isEqualTo(2);
    assertThat(said()).contains("'avro'", "parquet, csv, json or orc").doesNotContain("start");
  }
}
