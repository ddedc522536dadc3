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
import org.jspecify.annotations.Nullable;

/**
 * Training by the product, in turns with the same network's arithmetic without Spark: from BigDL's
 * own layers, and by the product's kernels.
 */
final class Speed {
  private static final double LIMIT = 0.6;
  private static final long TRAIN = 200_000;
  private static final long VALID = 4_096;

  /** Java compiles what the driver does in a step, hundreds of times, for the first fifteen. */
  private static final int EPOCHS = 24;

  private static final int STEADY = 8;
  private static final int REPETITIONS = 6;
  private static final String MODEL =
      """
      engine = bigdl, network = mlp, hidden = [256, 256], activation = relu, batch-size = 4096
      epochs = %d, patience = %d, optimiser { type = adam, learning-rate = 0.001 }
      """
          .formatted(EPOCHS, EPOCHS);

  private final Processes processes;
  private final Path scratch;
  private final List<Round> rounds = new ArrayList<>();

  /** Records per second of each program, and what the product says of itself. */
  private record Round(List<EpochRecord> epochs, double stock, double kernels) {
    double steady() {
      return median(steadyEpochs());
    }

    List<EpochRecord> steadyEpochs() {
      return epochs.subList(epochs.size() - STEADY, epochs.size());
    }

    /** As many epochs after the first, in which all is compiled for the first time. */
    double early() {
      return median(epochs.subList(1, STEADY + 1));
    }

    private static double median(List<EpochRecord> epochs) {
      return Figures.median(epochs.stream().map(EpochRecord::recordsPerSecond).toList());
    }
  }

  Speed(Processes processes, Path scratch) {
    this.processes = processes;
    this.scratch = scratch;
  }

  /**
   * Measures and prints.
   *
   * @param number of rounds; in each, every program runs once
   * @return whether the limit was kept
   */
  boolean run(int number) throws IOException, InterruptedException {
    PreparedRun run = PreparedRun.write(scratch, Shape.numbers(), MODEL, TRAIN, VALID);
    // The references compute the network of the plan that the product writes.
    Path plan = scratch.resolve("training-plan.json");
    List<EpochRecord> epochs = product(run);
    Files.copy(run.step().resolve("out/training-plan.json"), plan);
    for (int i = 1; i <= number; i++) {
      // Who goes first changes, as a machine gets slower or faster with time.
      boolean productFirst = i % 2 == 0;
      if (productFirst) {
        epochs = product(run);
      }
      double stock = reference(StockReference.class, plan);
      double kernels = reference(Reference.class, plan);
      if (!productFirst && i > 1) {
        epochs = product(run);
      }
      rounds.add(new Round(epochs, stock, kernels));
      progress(i, number);
    }
    return report();
  }

  private List<EpochRecord> product(PreparedRun run) throws IOException, InterruptedException {
    if (Files.exists(run.step())) {
      Scratch.delete(run.step());
    }
    processes.train(run);
    return History.read(run);
  }

  /** All repetitions but the first, in which Java still compiles. */
  private double reference(Class<?> program, Path plan) throws IOException, InterruptedException {
    List<Double> all =
        processes.reference(program, plan.toString(), String.valueOf(REPETITIONS)).stream()
            .filter(line -> line.startsWith(Reference.PREFIX))
            .map(line -> Double.valueOf(line.substring(Reference.PREFIX.length())))
            .toList();
    return Figures.median(all.subList(1, all.size()));
  }

  private void progress(int round, int number) {
    Round last = rounds.get(rounds.size() - 1);
    System.err.printf(
        Locale.ROOT,
        "round %d of %d: Millrace %.0f, BigDL's layers %.0f, own kernels %.0f records/s%n",
        round,
        number,
        last.steady(),
        last.stock(),
        last.kernels());
  }

  private boolean report() {
    figure("train.recordsPerSecond", Round::steady);
    figure("train.earlyRecordsPerSecond", Round::early);
    figure("train.bigdlLayers.recordsPerSecond", Round::stock);
    figure("train.ownKernels.recordsPerSecond", Round::kernels);
    double ratio = ratio("train.ratio", Round::stock, LIMIT);
    ratio("train.kernelRatio", Round::kernels, null);
    List<Double> shares =
        rounds.stream()
            .flatMap(round -> round.steadyEpochs().stream())
            .map(EpochRecord::computeShare)
            .toList();
    print("train.computeShare", Figures.rounded(Figures.median(shares)), shares, null);
    return ratio >= LIMIT;
  }

  private double ratio(String name, ToDoubleFunction<Round> reference, @Nullable Double limit) {
    List<Double> ratios = values(round -> round.steady() / reference.applyAsDouble(round));
    double ratio = Figures.median(ratios);
    print(name, Figures.rounded(ratio), ratios, limit);
    return ratio;
  }

  private void figure(String name, ToDoubleFunction<Round> value) {
    List<Double> values = values(value);
    print(name, Math.round(Figures.median(values)), values, null);
  }

  private List<Double> values(ToDoubleFunction<Round> value) {
    return rounds.stream().map(value::applyAsDouble).toList();
  }

  private void print(String name, Number value, List<Double> all, @Nullable Double limit) {
    Map<String, Object> more = new LinkedHashMap<>();
    if (limit != null) {
      more.put("limit", limit);
    }
    more.putAll(Figures.spread(all));
    more.put("rounds", rounds.size());
    Figures.print(name, value, more);
  }
}
