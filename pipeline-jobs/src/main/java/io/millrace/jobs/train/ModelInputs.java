package io.millrace.jobs.train;

import io.millrace.spec.feature.FeatureOutput;
import io.millrace.spec.feature.FeatureOutput.Kind;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.model.ModelSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The outputs of the plan that a model uses: floats first, then indices, as positions of one wide
 * vector. An index of cardinality c takes c positions.
 */
record ModelInputs(List<FeatureOutput> dense, List<FeatureOutput> indices) {
  static ModelInputs of(FeaturePlan plan, ModelSpec model) {
    List<FeatureOutput> dense = new ArrayList<>();
    List<FeatureOutput> indices = new ArrayList<>();
    for (FeatureOutput output : plan.outputs(model.features())) {
      (output.kind() == Kind.DENSE ? dense : indices).add(output);
    }
    return new ModelInputs(List.copyOf(dense), List.copyOf(indices));
  }

  /** Names of all outputs, floats first. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    dense.forEach(o -> names.add(o.name()));
    indices.forEach(o -> names.add(o.name()));
    return names;
  }

  /** Position at which each index begins. */
  int[] offsets() {
    int[] offsets = new int[indices.size()];
    int next = dense.size();
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = next;
      next += indices.get(i).cardinality();
    }
    return offsets;
  }

  /** Positions of the wide vector. */
  int width() {
    return dense.size() + indices.stream().mapToInt(FeatureOutput::cardinality).sum();
  }
}
