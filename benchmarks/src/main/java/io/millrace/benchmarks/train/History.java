package io.millrace.benchmarks.train;

import io.millrace.bigdl.checkpoint.EpochRecord;
import io.millrace.handoff.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** What a training wrote of its epochs. */
final class History {
  private History() {}

  /** All epochs of the run's training, in their order. */
  static List<EpochRecord> read(PreparedRun run) throws IOException {
    List<EpochRecord> epochs = new ArrayList<>();
    for (String line : Files.readAllLines(run.step().resolve("out/history.jsonl"))) {
      byte[] json = line.getBytes(StandardCharsets.UTF_8);
      epochs.add(Json.read(json, EpochRecord.class, "history.jsonl"));
    }
    return epochs;
  }
}
