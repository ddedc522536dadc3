package io.millrace.jobs.score;

import io.millrace.handoff.step.Events;
import io.millrace.jobs.TestSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** The scoring job in the shared session. */
public final class ScoreRun {
  private ScoreRun() {}

  /**
   * Scores Parquet.
   *
   * @return what the job told the launcher
   */
  public static String score(Path catalog, String model, Path input, Path output)
      throws IOException {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    Events events = new Events(new PrintStream(told, true, StandardCharsets.UTF_8));
    new ScoreJob(TestSpark.session(), events)
        .score(
            new ScoreRequest(
                catalog.toString(),
                model,
                input.toString(),
                Map.of(),
                output.toString(),
                "parquet",
                false));
    return told.toString(StandardCharsets.UTF_8);
  }
}
