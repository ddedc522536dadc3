package io.millrace.spec.feature;

import io.millrace.spec.table.Column;
import java.util.List;

/**
 * The fitted transforms of a pipeline, from raw columns to model inputs. Fitted on the training
 * split alone.
 *
 * @param version of the format
 * @param inputs the raw columns that the transforms read, each once
 * @param transforms in an order in which a cross follows what it combines
 */
public record FeaturePlan(int version, List<Column> inputs, List<Transform> transforms) {
  /** The newest version that this code reads, and the one that it writes. */
  public static final int VERSION = 1;

  public FeaturePlan {
    inputs = List.copyOf(inputs);
    transforms = List.copyOf(transforms);
  }

  /** All outputs in order. */
  public List<FeatureOutput> outputs() {
    return transforms.stream().flatMap(t -> t.outputs().stream()).toList();
  }

  /**
   * The outputs that a model uses, in order.
   *
   * @param features names of its features, empty for all
   */
  public List<FeatureOutput> outputs(List<String> features) {
    return transforms.stream()
        .filter(t -> features.isEmpty() || features.contains(t.name()))
        .flatMap(t -> t.outputs().stream())
        .toList();
  }

  /** The outputs that are floats, in order. */
  public List<FeatureOutput> dense() {
    return ofKind(FeatureOutput.Kind.DENSE);
  }

  /** The outputs that are indices, in order. */
  public List<FeatureOutput> indices() {
    return ofKind(FeatureOutput.Kind.INDEX);
  }

  /** The outputs that are sparse rows, in order. */
  public List<FeatureOutput> sparse() {
    return ofKind(FeatureOutput.Kind.SPARSE);
  }

  private List<FeatureOutput> ofKind(FeatureOutput.Kind kind) {
    return outputs().stream().filter(o -> o.kind() == kind).toList();
  }
}
