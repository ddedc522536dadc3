package io.millrace.spec.model;

import io.millrace.spec.network.GraphNetworkSpec;
import io.millrace.spec.network.Loss;
import io.millrace.spec.network.NetworkSpec;
import io.millrace.spec.network.Optimiser;
import io.millrace.spec.network.Schedule;
import io.millrace.spec.target.Task;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is set for the training of one kind of network. */
public sealed interface TrainingSettings {
  /** The network's name in definitions. */
  String network();

  /** The tasks it can be trained for. */
  List<Task> tasks();

  /**
   * Logistic regression, multinomial for more than two classes, by L-BFGS.
   *
   * @param l2 weight of the squared norm of the standardised coefficients
   * @param tolerance relative change of the loss at which training stops
   */
  record LogisticRegression(int maxIterations, double l2, double tolerance)
      implements TrainingSettings {
    public LogisticRegression {
      positive("max-iterations", maxIterations);
      notNegative("l2", l2);
      positive("tolerance", tolerance);
    }

    @Override
    public String network() {
      return "logistic-regression";
    }

    @Override
    public List<Task> tasks() {
      return List.of(Task.BINARY, Task.MULTICLASS);
    }
  }

  /** Linear regression by L-BFGS, settings as for the logistic one. */
  record LinearRegression(int maxIterations, double l2, double tolerance)
      implements TrainingSettings {
    public LinearRegression {
      positive("max-iterations", maxIterations);
      notNegative("l2", l2);
      positive("tolerance", tolerance);
    }

    @Override
    public String network() {
      return "linear-regression";
    }

    @Override
    public List<Task> tasks() {
      return List.of(Task.REGRESSION);
    }
  }

  /**
   * Gradient-boosted trees (Friedman 2001). Index features are taken as numbers in the order of
   * their index.
   *
   * @param subsample share of the rows that each tree sees, (0, 1]
   */
  record GradientBoostedTrees(
      int trees, int depth, double learningRate, double subsample, int maxBins, long seed)
      implements TrainingSettings {
    public GradientBoostedTrees {
      positive("trees", trees);
      positive("depth", depth);
      positive("learning-rate", learningRate);
      positive("subsample", subsample);
      positive("max-bins", maxBins);
      if (subsample > 1 || depth > 15) {
        throw new IllegalArgumentException(
            "Cannot train trees with subsample %s and depth %d (expected at most 1 and 15)."
                .formatted(subsample, depth));
      }
    }

    @Override
    public String network() {
      return "gradient-boosted-trees";
    }

    @Override
    public List<Task> tasks() {
      return List.of(Task.BINARY, Task.REGRESSION);
    }
  }

  /**
   * A network of layers by mini-batches.
   *
   * @param batchSize rows of one step, over all executors
   * @param epochs at most
   * @param patience epochs without a better one after which training stops
   * @param clipNorm largest norm of the gradient of one step, null for no limit (Pascanu et al.
   *     2013)
   * @param seed of the training
   * @param stopOn what makes an epoch better than another; the best one is kept
   * @param seeds with which it is trained, each from its start; {@code seed} alone or first
   */
  record Deep(
      NetworkSpec spec,
      Loss loss,
      Optimiser optimiser,
      Schedule schedule,
      @Nullable Double clipNorm,
      int batchSize,
      int epochs,
      int patience,
      long seed,
      StopOn stopOn,
      List<Long> seeds)
      implements TrainingSettings {
    /** What an epoch is judged by, on the validation split. */
    public enum StopOn {
      /** The smallest loss. */
      LOSS,
      /** The highest accuracy, or the smallest error of a regression. */
      METRIC
    }

    /** Files from before these choices were there have none of them. */
    public Deep {
      stopOn = Objects.requireNonNullElse(stopOn, StopOn.LOSS);
      seeds = seeds == null ? List.of(seed) : List.copyOf(seeds);
      if (seeds.isEmpty() || seeds.get(0) != seed || Set.copyOf(seeds).size() < seeds.size()) {
        throw new IllegalArgumentException(
            "Cannot train with seeds = %s (expected at least one, each once, the first %d)."
                .formatted(seeds, seed));
      }
      positive("batch-size", batchSize);
      positive("epochs", epochs);
      positive("patience", patience);
      if (clipNorm != null) {
        positive("clip-norm", clipNorm);
      }
    }

    /** One training that is judged by its loss. */
    public Deep(
        NetworkSpec spec,
        Loss loss,
        Optimiser optimiser,
        Schedule schedule,
        @Nullable Double clipNorm,
        int batchSize,
        int epochs,
        int patience,
        long seed) {
      this(
          spec,
          loss,
          optimiser,
          schedule,
          clipNorm,
          batchSize,
          epochs,
          patience,
          seed,
          StopOn.LOSS,
          List.of(seed));
    }

    @Override
    public String network() {
      return spec.name();
    }

    /** Whether rows of training data are graphs or neighbourhoods in one. */
    public boolean overGraphs() {
      return spec instanceof GraphNetworkSpec;
    }

    /** The same training with one seed. */
    public Deep withSeed(long one) {
      return new Deep(
          spec,
          loss,
          optimiser,
          schedule,
          clipNorm,
          batchSize,
          epochs,
          patience,
          one,
          stopOn,
          List.of(one));
    }

    /**
     * Refuses a batch that executors cannot share: each takes the same number of its rows, and each
     * core at least one.
     *
     * @param model its name, for the message
     * @param cores of each executor
     * @throws IllegalArgumentException with the sizes that would work
     */
    public void requireShares(String model, int executors, int cores) {
      if (batchSize % executors == 0 && batchSize >= executors * cores) {
        return;
      }
      int least = executors * cores;
      int less = batchSize / executors * executors;
      int more = Math.max(least, less + executors);
      throw new IllegalArgumentException(
          "Cannot train '%s' with batch-size = %d: %d executors of %d cores cannot share it evenly (expected a multiple of %d, at least %d). Use %s%d."
              .formatted(
                  model,
                  batchSize,
                  executors,
                  cores,
                  executors,
                  least,
                  less >= least ? less + " or " : "",
                  more));
    }

    @Override
    public List<Task> tasks() {
      return loss instanceof Loss.CrossEntropy
          ? List.of(Task.BINARY, Task.MULTICLASS)
          : List.of(Task.REGRESSION);
    }
  }

  private static void positive(String key, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(
          "Cannot train with %s = %s (expected a positive number).".formatted(key, value));
    }
  }

  private static void notNegative(String key, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException(
          "Cannot train with %s = %s (expected 0 or more).".formatted(key, value));
    }
  }
}
