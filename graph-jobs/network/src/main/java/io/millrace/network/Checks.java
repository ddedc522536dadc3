package io.millrace.network;

import io.millrace.spec.feature.FeatureOutput;
import java.util.List;

/** What a predictor must hold to be exported. */
final class Checks {
  private Checks() {}

  static void size(String what, int found, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "Cannot export the model: %s has the length %d (expected %d)."
              .formatted(what, found, expected));
    }
  }

  static void finite(String what, double... values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw diverged(what, value);
      }
    }
  }

  static void finite(String what, float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw diverged(what, value);
      }
    }
  }

  private static IllegalArgumentException diverged(String what, double value) {
    return new IllegalArgumentException(
        ("Cannot export the model: %s stands in %s (expected finite numbers). Look at the"
                + " training, which has diverged.")
            .formatted(value, what));
  }

  static void notNegative(String what, float[] values) {
    for (float value : values) {
      if (!(value >= 0)) {
        throw new IllegalArgumentException(
            "Cannot export the model: %s stands in %s (expected 0 or more). Train the model again."
                .formatted(value, what));
      }
    }
  }

  static void constant(String feature, String what, double value) {
    require(feature, what, value, Double.isFinite(value), "a finite number");
  }

  static void divisor(String feature, String what, double value) {
    boolean fits = Double.isFinite(value) && value != 0;
    require(feature, what, value, fits, "a finite number other than 0");
  }

  private static void require(
      String feature, String what, double value, boolean fits, String expected) {
    if (!fits) {
      throw new IllegalArgumentException(
          "Cannot export feature '%s': its %s is %s (expected %s). Fit the features again."
              .formatted(feature, what, value, expected));
    }
  }

  static FeatureOutput kind(Features features, String name, FeatureOutput.Kind expected) {
    FeatureOutput output = output(features, name);
    if (output.kind() != expected) {
      throw new IllegalArgumentException(
          ("Cannot export the model: it takes '%s' as %s, but the feature plan gives it as %s"
                  + " (expected the same kind).")
              .formatted(name, expected, output.kind()));
    }
    return output;
  }

  /** At least one input is needed, or the number of rows would be unknown. */
  static void someInput(List<String> inputs) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot export the model: the predictor reads no feature (expected at least one).");
    }
  }

  private static FeatureOutput output(Features features, String name) {
    return features.outputs().stream()
        .filter(output -> output.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Unknown output " + name));
  }
}
