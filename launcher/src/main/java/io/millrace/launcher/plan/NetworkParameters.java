package io.millrace.launcher.plan;

import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.network.NamedNetworks;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.NetworkSpec;
import io.millrace.spec.network.Shapes;
import java.util.ArrayList;
import java.util.List;

/** Counts the parameters of a network by building it. */
final class NetworkParameters {
  private NetworkParameters() {}

  /**
   * @param outputs scores of a row
   */
  static long count(NetworkSpec spec, List<DeepEstimate.Feature> features, int outputs) {
    List<String> dense = new ArrayList<>();
    List<Network.Index> indices = new ArrayList<>();
    List<Network.Sparse> sparse = new ArrayList<>();
    for (DeepEstimate.Feature feature : features) {
      String name = feature.spec().name();
      if (feature.spec() instanceof FeatureSpec.Sparse rows) {
        sparse.add(new Network.Sparse(name, rows.width()));
      } else if (feature.cardinality() > 0) {
        indices.add(new Network.Index(name, (int) feature.cardinality()));
      } else {
        for (int i = 0; i < feature.dense(); i++) {
          dense.add(name + "_" + i);
        }
      }
    }
    return Shapes.of(NamedNetworks.of(spec, dense, indices, sparse, outputs)).parameterCount();
  }
}
