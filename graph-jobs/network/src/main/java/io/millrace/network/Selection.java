package io.millrace.network;

import io.millrace.spec.feature.FeatureOutput;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.table.Column;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of a feature plan that a predictor needs, in the plan's order.
 *
 * @param columns those that the file takes, so without the texts of sparse features
 */
record Selection(List<Transform> transforms, List<Column> columns) {
  Selection {
    transforms = List.copyOf(transforms);
    columns = List.copyOf(columns);
  }

  static Selection of(FeaturePlan plan, Predictor predictor) {
    return of(plan, outputs(predictor));
  }

  static Selection of(FeaturePlan plan, Collection<String> outputs) {
    Map<String, Transform> byOutput = byOutput(plan);
    Set<String> features = new HashSet<>();
    outputs.forEach(output -> need(output, null, byOutput, features));
    List<Transform> transforms =
        plan.transforms().stream().filter(t -> features.contains(t.name())).toList();
    return new Selection(transforms, columns(plan, transforms));
  }

  /** The names of the plan's outputs that the predictor reads, in its order. */
  static List<String> outputs(Predictor predictor) {
    if (predictor instanceof Predictor.Trees trees) {
      return trees.inputs();
    }
    if (predictor instanceof Predictor.Linear linear) {
      List<String> names = new ArrayList<>(linear.denseNames());
      linear.tables().forEach(table -> names.add(table.name()));
      return names;
    }
    if (predictor instanceof Predictor.Deep deep) {
      List<String> names = new ArrayList<>(deep.network().denseFeatures());
      deep.network().indices().forEach(index -> names.add(index.name()));
      deep.network().sparse().forEach(sparse -> names.add(sparse.name()));
      return names;
    }
    throw new IllegalStateException("Unknown predictor " + predictor.getClass());
  }

  private static Map<String, Transform> byOutput(FeaturePlan plan) {
    Map<String, Transform> result = new HashMap<>();
    for (Transform transform : plan.transforms()) {
      for (FeatureOutput output : transform.outputs()) {
        if (result.put(output.name(), transform) != null) {
          throw new IllegalArgumentException(
              "Cannot use the feature plan: two outputs are named '%s' (expected unique names)."
                  .formatted(output.name()));
        }
      }
    }
    return result;
  }

  private static void need(
      String output, @Nullable String by, Map<String, Transform> byOutput, Set<String> features) {
    Transform transform = byOutput.get(output);
    if (transform == null) {
      throw new IllegalArgumentException(
          ("Cannot export the model: %s reads '%s', which is no output of the feature plan"
                  + " (expected one of %s).")
              .formatted(
                  by == null ? "the predictor" : "feature '" + by + "'",
                  output,
                  byOutput.keySet().stream().sorted().toList()));
    }
    if (features.add(transform.name()) && transform instanceof Transform.Cross cross) {
      cross.of().forEach(parent -> need(parent, cross.name(), byOutput, features));
    }
  }

  private static List<Column> columns(FeaturePlan plan, List<Transform> transforms) {
    Set<String> read = new HashSet<>();
    transforms.stream()
        .filter(t -> !(t instanceof Transform.Sparse))
        .forEach(t -> read.addAll(t.columns()));
    List<Column> columns = plan.inputs().stream().filter(c -> read.remove(c.name())).toList();
    if (!read.isEmpty()) {
      throw new IllegalArgumentException(
          ("Cannot use the feature plan: its transforms read columns %s, which are not among"
                  + " its inputs %s.")
              .formatted(
                  read.stream().sorted().toList(),
                  plan.inputs().stream().map(Column::name).toList()));
    }
    return columns;
  }
}
