package io.millrace.network;

import io.millrace.spec.feature.FeatureOutput;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Parameter;
import io.millrace.spec.network.Shapes;
import java.util.stream.Stream;

/** What a network must be to become a file. */
final class NetworkChecks {
  private NetworkChecks() {}

  /** Throws unless the inputs are the features' and all parameters are numbers that can be used. */
  static void check(Features features, Predictor.Deep deep) {
    Checks.finite("the scale", deep.scale());
    Checks.finite("the shift", deep.shift());
    deep.network().inputs().forEach(input -> check(features, input));
    Shapes.of(deep.network()).parameters().forEach(parameter -> check(deep, parameter));
    check(deep.network());
  }

  private static void check(Network network) {
    long kinds =
        Stream.of(
                TensorInputs.pools(network),
                TensorInputs.pairs(network),
                TensorInputs.targets(network))
            .filter(has -> has)
            .count();
    if (kinds > 1) {
      throw new IllegalArgumentException(
          "Cannot export the model: it scores nodes, pairs and graphs at once (expected one of them). Export a network for each.");
    }
  }

  private static void check(Features features, Network.Input input) {
    if (input instanceof Network.Dense dense) {
      if (dense.features().isEmpty()) {
        throw new IllegalArgumentException(
            ("Cannot export the model: input '%s' of the network has no features (expected at"
                    + " least one). Leave the input out.")
                .formatted(dense.name()));
      }
      dense.features().forEach(name -> Checks.kind(features, name, FeatureOutput.Kind.DENSE));
    } else if (input instanceof Network.Index index) {
      FeatureOutput output = Checks.kind(features, index.name(), FeatureOutput.Kind.INDEX);
      Checks.size("index '" + index.name() + "'", index.cardinality(), output.cardinality());
    } else if (input instanceof Network.Sparse sparse) {
      FeatureOutput output = Checks.kind(features, sparse.name(), FeatureOutput.Kind.SPARSE);
      Checks.size("sparse input '" + sparse.name() + "'", sparse.width(), output.cardinality());
    }
  }

  private static void check(Predictor.Deep deep, Parameter parameter) {
    String what = "parameter '" + parameter.name() + "'";
    float[] values = deep.parameters().get(parameter.name());
    Checks.finite(what, values);
    if (parameter.kind() == Parameter.Kind.RUNNING_VARIANCE) {
      Checks.notNegative(what, values);
    }
  }
}
