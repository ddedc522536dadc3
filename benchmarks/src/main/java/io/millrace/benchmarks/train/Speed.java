package io.millrace.benchmarks.train;

import io.millrace.benchmarks.measure.Figures;
import io.millrace.benchmarks.measure.Scratch;
import io.millrace.bigdl.checkpoint.EpochRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Training by the product beside the same network's arithmetic alone, in turns. */
final class Speed {
  private static final double LIMIT = 0.6;
  private static final long TRAIN = 200_000;
  private static final long VALID = 4_096;
  private static final int EPOCHS = 3;
  private static final String MODEL =
      """
      engine = bigdl, network = mlp, hidden = [256, 256], activation = relu, batch-size = 4096
      epochs = %d, patience = %d, optimiser { type = adam, learning-rate = 0.001 }
      """
          .formatted(EPOCHS, EPOCHS);

  private final Processes processes;
  private final Path scratch;
  private final List<EpochRecord> epochs = new ArrayList<>();
  private final List<Double> reference = new ArrayList<>();
  private final List<Double> ratios = new ArrayList<>();

  Speed(Processes processes, Path scratch) {
    this.processes = processes;
    this.scratch = scratch;
  }

  /**
   * Measures and prints.
   *
   * @param rounds processes of each kind
   * @return whether the limit was kept
   */
  boolean run(int rounds) throws IOException, InterruptedException {
    PreparedRun run = PreparedRun.write(scratch, Shape.numbers(), MODEL, TRAIN, VALID);
    // The reference computes the network of the plan that the product writes.
    Path plan = scratch.resolve("training-plan.json");
    processes.train(run);
    Files.copy(run.step().resolve("out/training-plan.json"), plan);
    for (int round = 1; round <= rounds; round++) {
      // Who goes first changes, as a machine gets slower or faster with time.
      if (round % 2 == 1) {
        product(run);
        reference(plan);
      } else {
        reference(plan);
        product(run);
      }
      progress(round, rounds);
    }
    return report();
  }

  /** All epochs but the first, in which Java still compiles. */
  private void product(PreparedRun run) throws IOException, InterruptedException {
    Scratch.delete(run.step());
    processes.train(run);
    List<EpochRecord> all = History.read(run);
    epochs.addAll(all.subList(1, all.size()));
  }

  private void reference(Path plan) throws IOException, InterruptedException {
    List<Double> all =
        processes.reference(Reference.class, plan.toString(), String.valueOf(EPOCHS)).stream()
            .filter(line -> line.startsWith(Reference.PREFIX))
            .map(line -> Double.valueOf(line.substring(Reference.PREFIX.length())))
            .toList();
    reference.addAll(all.subList(1, all.size()));
  }

  private void progress(int round, int rounds) {
    int each = EPOCHS - 1;
    double ours = median(epochs.subList(epochs.size() - each, epochs.size()));
    double other = Figures.median(reference.subList(reference.size() - each, reference.size()));
    ratios.add(ours / other);
    System.err.printf(
        Locale.ROOT,
        "round %d of %d: Millrace %.0f, arithmetic alone %.0f records/s, ratio %.3f%n",
        round,
        rounds,
        ours,
        other,
        ours / other);
  }

  private static double median(List<EpochRecord> epochs) {
    return Figures.median(values(epochs, EpochRecord::recordsPerSecond));
  }

  private boolean report() {
    figure("train.recordsPerSecond", values(epochs, EpochRecord::recordsPerSecond), 1);
    figure("train.reference.recordsPerSecond", reference, 1);
    double ratio = Figures.median(ratios);
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("limit", LIMIT);
    more.putAll(Figures.spread(ratios));
    more.put("rounds", ratios.size());
    Figures.print("train.ratio", Figures.rounded(ratio), more);
    figure("train.computeShare", values(epochs, EpochRecord::computeShare), 1000);
    return ratio >= LIMIT;
  }

  private static List<Double> values(
      List<EpochRecord> epochs, ToDoubleFunction<EpochRecord> value) {
    return epochs.stream().map(value::applyAsDouble).toList();
  }

  private static void figure(String name, List<Double> values, int precision) {
    Map<String, Object> more = Figures.spread(values);
    more.put("measurements", values.size());
    double median = Figures.median(values);
    Figures.print(name, Math.round(median * precision) / (double) precision, more);
  }
}
