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
      return cardinality > 0 ? 0 : spec instanceof FeatureSpec.Cyclic ? 2 : 1;
    }

    /** Bytes of one row: the smallest array that holds every index, floats for numbers. */
    int rowBytes() {
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

  /** Numbers in all parameters, without those of normalisation, which are few. */
  long parameters(NetworkSpec spec, int outputs) {
    long cardinalities = features.stream().mapToLong(Feature::cardinality).sum();
    int indices = (int) features.stream().filter(f -> f.cardinality() > 0).count();
    int dense = features.stream().mapToInt(Feature::dense).sum();
    int width = dense + indices * spec.embedding();
    long tables = cardinalities * spec.embedding();
    long wide = (cardinalities + dense) * outputs;
    if (spec instanceof NetworkSpec.Mlp mlp) {
      return tables + tower(width, mlp.deep(), outputs);
    }
    if (spec instanceof NetworkSpec.WideAndDeep deep) {
      return tables + wide + tower(width, deep.deep(), outputs);
    }
    if (spec instanceof NetworkSpec.DeepFm deep) {
      return tables + wide + tower(width, deep.deep(), outputs);
    }
    if (spec instanceof NetworkSpec.Dlrm dlrm) {
      int vectors = indices + (dense > 0 ? 1 : 0);
      int pairs = vectors * (vectors - 1) / 2 + dlrm.embedding();
      return tables
          + tower(dense, dlrm.bottom(), dlrm.embedding())
          + tower(pairs, dlrm.top(), outputs);
    }
    if (spec instanceof NetworkSpec.DcnV2 dcn) {
      long matrix = (long) width * (dcn.rank() == 0 ? width : 2 * dcn.rank());
      return tables
          + dcn.crossLayers() * (matrix + width)
          + tower(width, dcn.deep(), outputs)
          + (long) width * outputs;
    }
    throw new IllegalArgumentException(
        "Cannot estimate the network '%s': its size is unknown (expected one that is listed here)."
            .formatted(spec.name()));
  }

  private static long tower(int width, NetworkSpec.Tower tower, int outputs) {
    long sum = 0;
    long in = width;
    for (int out : tower.hidden()) {
      sum += (in + 1) * out;
      in = out;
    }
    return sum + (in + 1) * outputs;
  }
}
