package io.millrace.launcher.plan;

import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.model.TrainingSettings;
import io.millrace.spec.network.NetworkSpec;
import io.millrace.spec.run.StepDone.Measured;
import java.util.List;

/**
 * What the training of a network of layers will take, from what its features are: the rows of
 * training and validation as primitive arrays, and the parameters with their gradient and what an
 * optimiser remembers of each. Nothing is shuffled: gradients go from process to process by blocks.
 */
final class DeepEstimate {
  static final int FLOAT_BYTES = 4;

  /** The weights, their gradient and two moments. */
  static final int COPIES = 4;

  /** Training and validation, where only reading the rows would tell: all but the test split. */
  static final double KEPT_SHARE = 0.85;

  private final List<Feature> features;

  /**
   * A feature as a network reads it.
   *
   * @param spec as defined
   * @param cardinality number of indices, 0 for numbers
   */
  record Feature(FeatureSpec spec, long cardinality) {
    /** Numbers that it brings; sine and cosine are two. */
    int dense() {
      boolean other = cardinality > 0 || spec instanceof FeatureSpec.Sparse;
      return other ? 0 : spec instanceof FeatureSpec.Cyclic ? 2 : 1;
    }

    /**
     * Bytes of one row: the smallest array that holds every index, floats for numbers, an int and a
     * float for each number of a sparse row.
     */
    int rowBytes() {
      if (spec instanceof FeatureSpec.Sparse sparse) {
        return FLOAT_BYTES
            + 2 * FLOAT_BYTES * Math.min(GraphEstimates.SPARSE_VALUES, sparse.width());
      }
      if (cardinality == 0) {
        return dense() * FLOAT_BYTES;
      }
      return cardinality <= 1 << 8 ? 1 : cardinality <= 1 << 16 ? 2 : 4;
    }
  }

  DeepEstimate(List<Feature> features) {
    this.features = List.copyOf(features);
  }

  /**
   * @param rows of the main table
   * @param outputs scores of a row
   */
  Measured of(TrainingSettings.Deep settings, long rows, int outputs) {
    long rowBytes = FLOAT_BYTES + features.stream().mapToLong(Feature::rowBytes).sum();
    long parameters = parameters(settings.spec(), outputs);
    return new Measured(
        (long) (rows * KEPT_SHARE) * rowBytes + parameters * COPIES * FLOAT_BYTES, 0);
  }

  /** Numbers in all parameters. */
  long parameters(NetworkSpec spec, int outputs) {
    return NetworkParameters.count(spec, features, outputs);
  }
}
