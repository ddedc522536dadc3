package io.millrace.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.sampling.Example;
import io.millrace.sampling.Topology;
import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A graph of three nodes, small enough to compute layers over it by hand. */
final class ByHand {
  private static final double TOLERANCE = 1e-6;

  static final float[] X = {1, 2, 3, -1, 0, 4};

  /** 0 → 1 with weight 2, 2 → 1 with 1 and 0 → 2 with 3: with its loop d = (1, 4, 4). */
  static final Topology ONE =
      Topology.of(3, new int[] {0, 2, 0}, new int[] {1, 1, 2}, new float[] {2, 1, 3});

  private ByHand() {}

  static void assertValue(GraphLayer layer, Map<String, float[]> own, double[]... expected) {
    assertValue(layer, own, ONE, expected);
  }

  static void assertValue(
      GraphLayer layer, Map<String, float[]> own, Topology topology, double[]... expected) {
    List<Node> nodes = new ArrayList<>(List.of(new Node("layer", layer, List.of("x"))));
    boolean ofNodes = ReferenceConvolutions.knows(layer);
    if (ofNodes) {
      nodes.add(new Node("targets", new GraphLayer.Targets(), List.of("layer")));
    }
    Map<String, float[]> parameters = new HashMap<>();
    own.forEach((role, values) -> parameters.put("layer." + role, values));
    Network network = network(nodes, ofNodes ? "targets" : "layer");
    assertRows(
        new ReferenceGraph(network, parameters).values(example(X, topology)).get("layer"),
        expected);
  }

  static Network network(List<Node> nodes, String output) {
    return new Network(List.of(new Network.Dense("x", List.of("p", "q"))), nodes, output);
  }

  static Example example(float[] x, Topology topology) {
    return new Example(
        new long[3],
        topology,
        x,
        List.of(),
        List.of(),
        new int[] {2, 0},
        new long[2],
        new float[2]);
  }

  static void assertRows(double[][] found, double[]... expected) {
    assertThat(found.length).isEqualTo(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).containsExactly(expected[i], within(TOLERANCE));
    }
  }

  static double[] row(double... values) {
    return values;
  }

  static float[] floats(double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
