package io.millrace.network;

import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.Network.Node;
import java.util.List;

/** Graph attention, all heads at once. */
final class AttentionNodes {
  private final Graph graph;
  private final NetworkConstants constants;
  private final Scatter scatter;

  AttentionNodes(Graph graph, NetworkConstants constants, Scatter scatter) {
    this.graph = graph;
    this.constants = constants;
    this.scatter = scatter;
  }

  /**
   * The softmax over the neighbours is that of differences to the largest score. A node is its own
   * neighbour, so maximum and sums begin with it, and none is empty.
   *
   * @param h float [nodes, heads * out]
   */
  String write(Node node, GraphLayer.GatConv conv, String h, Edges edges) {
    int heads = conv.heads();
    String to = edges.ends().target();
    String source = graph.op("MatMul", h, vectors(node, "source", conv));
    String target = graph.op("MatMul", h, vectors(node, "target", conv));
    String own = leaky(conv, edges.own(graph.op("Add", source, target)));
    String from = graph.gather(source, edges.ends().source(), 0);
    String scores = leaky(conv, graph.op("Add", from, graph.gather(target, to, 0)));
    String max = scatter.onto("max", own, to, scores, heads);
    String ownPart = graph.op("Exp", graph.op("Sub", own, max));
    String parts = graph.op("Exp", graph.op("Sub", scores, graph.gather(max, to, 0)));
    String all = scatter.onto("add", ownPart, to, parts, heads);
    String sum =
        scatter.onto(
            "add",
            weighted(edges.own(h), ownPart, conv),
            to,
            weighted(graph.gather(h, edges.ends().source(), 0), parts, conv),
            heads * conv.out());
    return joined(node, conv, graph.op("Div", split(sum, conv), split(all, heads, 1)));
  }

  /** Each head's vector below the others: a product gives [rows, heads]. */
  private String vectors(Node node, String role, GraphLayer.GatConv conv) {
    float[] vectors = constants.values(node, role);
    int heads = conv.heads();
    float[] matrix = new float[vectors.length * heads];
    for (int i = 0; i < vectors.length; i++) {
      matrix[i * heads + i / conv.out()] = vectors[i];
    }
    return graph.constant(Tensors.floats(new long[] {vectors.length, heads}, matrix));
  }

  private String leaky(GraphLayer.GatConv conv, String scores) {
    return graph.node(
        "", "LeakyRelu", List.of(scores), Attributes.ofFloat("alpha", (float) conv.slope()));
  }

  /** [rows, heads, out], each head times its factor of [rows, heads]. */
  private String weighted(String h, String factors, GraphLayer.GatConv conv) {
    return graph.op("Mul", split(h, conv), split(factors, conv.heads(), 1));
  }

  private String split(String value, GraphLayer.GatConv conv) {
    return split(value, conv.heads(), conv.out());
  }

  private String split(String value, long heads, long out) {
    return graph.op("Reshape", value, graph.constant(Tensors.int64s(-1, heads, out)));
  }

  private String joined(Node node, GraphLayer.GatConv conv, String heads) {
    String y =
        conv.concat()
            ? graph.op(
                "Reshape",
                heads,
                graph.constant(Tensors.int64s(-1, (long) conv.heads() * conv.out())))
            : graph.node(
                "",
                "ReduceMean",
                List.of(heads, graph.constant(Tensors.int64s(1))),
                Attributes.ofInt("keepdims", 0));
    return graph.op("Add", y, constants.constant(node, "bias"));
  }
}
