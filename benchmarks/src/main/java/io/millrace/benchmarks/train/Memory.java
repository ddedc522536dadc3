package io.millrace.benchmarks.train;

import io.millrace.benchmarks.measure.Figures;
import io.millrace.bigdl.checkpoint.EpochRecord;
import io.millrace.handoff.Json;
import io.millrace.spec.run.StepDone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Trains on as many rows as 30,000,000 flights give for training and validation. */
final class Memory {
  private static final long TRAIN = 19_800_000;
  private static final long VALID = 5_000_000;
  private static final String MODEL =
      """
      engine = bigdl, network = wide-and-deep, embedding = 16, hidden = [128, 64], dropout = 0.1
      batch-size = 65536, epochs = 1, optimiser { type = adam, learning-rate = 0.003 }
      """;

  private final Processes processes;
  private final Path scratch;

  Memory(Processes processes, Path scratch) {
    this.processes = processes;
    this.scratch = scratch;
  }

  /**
   * Trains one epoch and prints.
   *
   * @return whether it ended well
   */
  boolean run() throws IOException, InterruptedException {
    System.err.printf("writing %,d rows%n", TRAIN + VALID);
    PreparedRun run = PreparedRun.write(scratch, Shape.flights(), MODEL, TRAIN, VALID);
    System.err.println("training");
    long begin = System.nanoTime();
    try {
      processes.train(run);
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return false;
    }
    report(run, (System.nanoTime() - begin) / 1e9);
    return true;
  }

  private static void report(PreparedRun run, double seconds) throws IOException {
    EpochRecord epoch = History.read(run).get(0);
    StepDone done =
        Json.read(
            Files.readAllBytes(run.step().resolve("done.json")),
            StepDone.class,
            StepDone.VERSION,
            "done.json");
    Figures.print("train.memory.rows", TRAIN + VALID, Map.of("train", TRAIN));
    Figures.print("train.memory.heapBytes", Processes.HEAP_BYTES, Map.of());
    Figures.print("train.memory.heldBytes", done.measured().memoryBytes(), Map.of());
    Figures.print("train.memory.seconds", Figures.rounded(seconds), Map.of());
    Figures.print("train.memory.epochSeconds", epoch.seconds(), Map.of());
    Figures.print("train.memory.recordsPerSecond", epoch.recordsPerSecond(), Map.of());
    Figures.print("train.memory.computeShare", epoch.computeShare(), Map.of());
  }
}
