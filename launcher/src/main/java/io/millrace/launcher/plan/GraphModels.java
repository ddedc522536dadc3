package io.millrace.launcher.plan;

import io.millrace.spec.model.ModelSpec;
import java.util.List;

/** Which models learn from the edges of a graph. */
final class GraphModels {
  private static final List<String> NETWORKS = List.of("gcn", "graphsage", "gat", "gin");

  private GraphModels() {}

  static boolean overGraphs(ModelSpec model) {
    return NETWORKS.contains(model.network());
  }
}
