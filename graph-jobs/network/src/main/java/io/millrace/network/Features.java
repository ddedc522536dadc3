package io.millrace.network;

import io.millrace.spec.feature.DatePart;
import io.millrace.spec.feature.FeatureOutput;
import io.millrace.spec.feature.Transform;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a plan's transforms into a graph and knows the values that they give. */
final class Features {
  private final Inputs inputs;
  private final NumberNodes numbers;
  private final KeyNodes keys;
  private final TimeNodes times;
  private final CrossNodes crosses;
  private final Map<String, FeatureOutput> outputs = new LinkedHashMap<>();
  private final Map<String, String> values = new HashMap<>();

  Features(Graph graph, Selection selection) {
    inputs = new Inputs(graph, selection.columns());
    numbers = new NumberNodes(graph);
    keys = new KeyNodes(graph);
    times = new TimeNodes(graph);
    crosses = new CrossNodes(graph, keys);
    selection.transforms().forEach(this::write);
  }

  /** All outputs in the plan's order. */
  List<FeatureOutput> outputs() {
    return List.copyOf(outputs.values());
  }

  /** The value of an output: float [rows] if dense, int64 [rows] if an index. */
  String value(String output) {
    String value = values.get(output);
    if (value == null) {
      throw new IllegalStateException("Output " + output + " has not been written");
    }
    return value;
  }

  private void write(Transform transform) {
    if (transform instanceof Transform.Sparse sparse) {
      // What it gives is an input of the file: text of any length cannot be taken apart here.
      sparse.outputs().forEach(output -> outputs.put(output.name(), output));
      return;
    }
    List<String> results = results(transform);
    for (int i = 0; i < results.size(); i++) {
      FeatureOutput output = transform.outputs().get(i);
      outputs.put(output.name(), output);
      values.put(output.name(), results.get(i));
    }
  }

  private List<String> results(Transform transform) {
    if (transform instanceof Transform.Numeric t) {
      return List.of(numbers.numeric(t, inputs.number(t.name(), t.column())));
    }
    if (transform instanceof Transform.Bins t) {
      return List.of(numbers.bins(t, inputs.number(t.name(), t.column())));
    }
    if (transform instanceof Transform.Index t) {
      return List.of(index(t, inputs.key(t.name(), t.column())));
    }
    if (transform instanceof Transform.Hash t) {
      return List.of(keys.hash(t, inputs.text(t.name(), t.column())));
    }
    if (transform instanceof Transform.Part t) {
      return List.of(times.part(t.part(), inputs.time(t.name(), t.column())));
    }
    if (transform instanceof Transform.Cyclic t) {
      return cyclic(t.part(), inputs.time(t.name(), t.column()));
    }
    if (transform instanceof Transform.Cross t) {
      return List.of(crosses.cross(t, parents(t)));
    }
    throw new IllegalStateException("Unknown transform " + transform.getClass());
  }

  private String index(Transform.Index transform, String column) {
    return inputs.isIntegral(column)
        ? keys.indexOfNumber(transform, column)
        : keys.indexOfText(transform, column);
  }

  private List<String> cyclic(DatePart part, String time) {
    return List.of(
        times.circle(part, time, p -> (float) StrictMath.sin(2 * Math.PI * p / part.size())),
        times.circle(part, time, p -> (float) StrictMath.cos(2 * Math.PI * p / part.size())));
  }

  private List<String> parents(Transform.Cross cross) {
    if (cross.of().size() != cross.cardinalities().size()) {
      throw wrongParent(cross, cross.of() + " with cardinalities " + cross.cardinalities());
    }
    for (int i = 0; i < cross.of().size(); i++) {
      String parent = cross.of().get(i);
      FeatureOutput output = outputs.get(parent);
      if (output == null) {
        throw wrongParent(cross, "'" + parent + "', which does not stand before it in the plan");
      }
      FeatureOutput expected = FeatureOutput.index(parent, cross.cardinalities().get(i));
      if (!output.equals(expected)) {
        throw wrongParent(cross, output + ", not " + expected);
      }
    }
    return cross.of().stream().map(this::value).toList();
  }

  private static IllegalArgumentException wrongParent(Transform.Cross cross, String found) {
    return new IllegalArgumentException(
        ("Cannot export feature '%s': it combines %s (expected index features before it, each"
                + " with its cardinality).")
            .formatted(cross.name(), found));
  }
}
