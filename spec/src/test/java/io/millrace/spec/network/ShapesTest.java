package io.millrace.spec.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spec.network.Layer.Embedding.Start;
import io.millrace.spec.network.Network.Dense;
import io.millrace.spec.network.Network.Index;
import io.millrace.spec.network.Network.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapesTest {
  private static final Layer THREE = new Layer.Linear(3, true);
  private static final Layer TABLE = new Layer.Embedding(3, Start.SMALL);

  @Test
  void listsParametersInTheOrderOfNodesAndFormulas() {
    Shapes shapes =
        Shapes.of(
            network(
                node("a", THREE, "dense"),
                node("b", new Layer.BatchNorm(0.1, 1e-5), "a"),
                node("c", new Layer.LayerNorm(1e-5), "b"),
                node("d", new Layer.Cross(1), "a", "c")));

    assertThat(shapes.parameters())
        .extracting(Parameter::name)
        .containsExactly(
            "a.weight",
            "a.bias",
            "b.scale",
            "b.shift",
            "b.mean",
            "b.variance",
            "c.scale",
            "c.shift",
            "d.u",
            "d.v",
            "d.bias");
    assertThat(shapes.parameters("b").get(3))
        .isEqualTo(new Parameter("b.variance", List.of(3), Parameter.Kind.RUNNING_VARIANCE));
    assertThat(shapes.outputWidth()).isEqualTo(3);
  }

  @Test
  void productsOfPairsAndFactorisationMachinesHaveTheirWidths() {
    Node[] vectors = {
      node("a", THREE, "dense"), node("e", TABLE, "x"), node("b", THREE, "e"), node("c", THREE, "b")
    };
    Layer dots = new Layer.DotInteraction();
    Layer machine = new Layer.FactorisationMachine();

    assertThat(Shapes.of(network(vectors, node("z", dots, "a", "e", "b", "c"))).outputWidth())
        .isEqualTo(6);
    assertThat(Shapes.of(network(vectors, node("z", machine, "a", "e", "b", "c"))).outputWidth())
        .isEqualTo(1);
  }

  @Test
  void refusesNamesThatRepeatOrAreUnknown() {
    refuses(
        "Cannot build the network: two of its inputs or nodes are named 'dense' (expected each name once).",
        node("dense", THREE, "dense"));
    refuses(
        "Cannot build the network: node 'a' reads 'b', which is no input and no node before it (expected one of [dense]).",
        node("a", THREE, "b"),
        node("b", THREE, "dense"));
    refuses(
        "Cannot build the network: node 'a' has no input (expected at least one).",
        node("a", THREE));
    refuses(
        "Cannot build the network: nothing uses node 'a' (expected that the output depends on every node).",
        node("a", THREE, "dense"),
        node("b", THREE, "dense"));
  }

  @Test
  void refusesIndicesAsNumbersAndNumbersAsIndices() {
    refuses(
        "Cannot build the network: node 'a' reads index 'x' as numbers (expected an embedding between them).",
        node("a", THREE, "x"));
    refuses(
        "Cannot build the network: embedding 'a' reads [dense] (expected one index, such as [x]).",
        node("a", TABLE, "dense"));
    Network empty = new Network(List.of(new Index("x", 0)), List.of(node("a", TABLE, "x")), "a");
    assertThatThrownBy(() -> Shapes.of(empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot build the network: index 'x' has cardinality 0 (expected at least 1).");
  }

  @Test
  void refusesWidthsAndNumbersOfInputsThatDoNotFit() {
    refuses(
        "Cannot build the network: the inputs [a, dense] of node 'b' have the widths [3, 2] (expected at least 1 of one width).",
        node("a", THREE, "dense"),
        node("b", new Layer.Add(), "a", "dense"));
    refuses(
        "Cannot build the network: the inputs [dense] of node 'a' have the widths [2] (expected at least 2 of one width).",
        node("a", new Layer.DotInteraction(), "dense"));
    refuses(
        "Cannot build the network: node 'a' has 2 inputs (expected 1).",
        node("a", THREE, "dense", "dense"));
    refuses(
        "Cannot build the network: node 'a' has 1 inputs (expected 2).",
        node("a", new Layer.Cross(0), "dense"));
  }

  @Test
  void refusesMoreParametersThanAFlatVectorHolds() {
    Network wide =
        new Network(
            List.of(new Index("x", 1_000_000_000)),
            List.of(node("a", TABLE, "x"), node("b", new Layer.Linear(1, false), "a")),
            "b");

    assertThatThrownBy(() -> Shapes.of(wide))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot build the network: it has 3000000003 parameters (expected at most 2147483647). Use narrower embeddings and layers, or fewer values of an index.");
  }

  private static void refuses(String message, Node... nodes) {
    assertThatThrownBy(() -> Shapes.of(network(nodes)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static Node node(String name, Layer layer, String... inputs) {
    return new Node(name, layer, List.of(inputs));
  }

  private static Network network(Node[] first, Node last) {
    Node[] all = java.util.Arrays.copyOf(first, first.length + 1);
    all[first.length] = last;
    return network(all);
  }

  private static Network network(Node... nodes) {
    return new Network(
        List.of(new Dense("dense", List.of("a1", "a2")), new Index("x", 7)),
        List.of(nodes),
        nodes[nodes.length - 1].name());
  }
}
