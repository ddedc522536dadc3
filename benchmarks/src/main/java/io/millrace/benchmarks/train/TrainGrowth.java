package io.millrace.benchmarks.train;

import io.millrace.benchmarks.measure.Growth;
import io.millrace.benchmarks.measure.Scratch;
import io.millrace.bigdl.checkpoint.EpochRecord;
import io.millrace.handoff.Json;
import io.millrace.spec.run.StepDone;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Measures an epoch of training with BigDL on more and more rows in the same heap: as many as the
 * flights give, so many times. Arguments: the source tree, and the sizes as {@link Growth#sizes}
 * reads them. Exit code 1: the limit was missed, 2: wrong arguments.
 */
public final class TrainGrowth {
  private static final long TRAIN = 1_980_000;
  private static final long VALID = 500_000;
  private static final String MODEL =
      """
      engine = bigdl, network = wide-and-deep, embedding = 16, hidden = [128, 64], dropout = 0.1
      batch-size = 65536, epochs = 2, optimiser { type = adam, learning-rate = 0.003 }
      """;

  private TrainGrowth() {}

  public static void main(String[] arguments) throws Exception {
    Growth growth = new Growth("growth.train");
    for (int times : Growth.sizes(arguments)) {
      Path scratch = Scratch.create("millrace-growth-");
      Processes processes = new Processes(Path.of(arguments[0]), scratch);
      System.err.printf("writing %,d rows%n", times * (TRAIN + VALID));
      PreparedRun run =
          PreparedRun.write(scratch, Shape.flights(), MODEL, times * TRAIN, times * VALID);
      System.err.println("training on them");
      processes.train(run);
      List<EpochRecord> epochs = History.read(run);
      EpochRecord epoch = epochs.get(epochs.size() - 1);
      StepDone done =
          Json.read(
              Files.readAllBytes(run.step().resolve("done.json")),
              StepDone.class,
              StepDone.VERSION,
              "done.json");
      growth.add(
          epoch.rows(),
          epoch.seconds(),
          Map.of(
              "computeShare", epoch.computeShare(),
              "heapBytes", Processes.HEAP_BYTES,
              "heldBytes", done.measured().memoryBytes(),
              "wholeSeconds", done.seconds()));
      Scratch.delete(scratch);
    }
    System.exit(growth.report() ? 0 : 1);
  }
}
