package io.millrace.bigdl.kernel;

import io.millrace.sampling.Topology;

/**
 * How much each node takes from its neighbours and itself, by head. Node i has the places from
 * {@code begins[i] + i} on, one for each edge into it and the last for itself; a place has H
 * numbers.
 */
final class Attention {
  private final Value h;
  private final int heads;
  private final float slope;
  private final int source;
  private final int target;
  private final Drops drops;
  private float[] bySource = new float[0];
  private float[] byTarget = new float[0];
  private float[] softmax = new float[0];

  /** What messages are multiplied by: shares, in training without those that are dropped. */
  float[] shares = new float[0];

  /** The gradient by {@link #shares}, which the owner fills before {@link #backward}. */
  float[] slopes = new float[0];

  /**
   * @param h [nodes, H out]
   * @param slope of the leaky relu below 0
   * @param source where the vectors of sources stand, [H, out]
   * @param target where the vectors of targets stand, [H, out]
   */
  Attention(Value h, int heads, double slope, int source, int target, Drops drops) {
    this.h = h;
    this.heads = heads;
    this.slope = (float) slope;
    this.source = source;
    this.target = target;
    this.drops = drops;
  }

  /** Fills the shares. */
  void forward(Pass pass) {
    Topology graph = h.extent.topology();
    room(graph);
    score(pass, source, bySource);
    score(pass, target, byTarget);
    for (int i = 0; i < graph.nodes(); i++) {
      int begin = (graph.begins()[i] + i) * heads;
      int end = (graph.begins()[i + 1] + i + 1) * heads;
      for (int place = begin; place < end; place++) {
        float score = raw(graph, i, place);
        softmax[place] = score > 0 ? score : slope * score;
      }
      for (int head = 0; head < heads; head++) {
        Softmax.of(softmax, begin + head, end, heads);
      }
      keep(pass, i, begin, end, softmax, shares);
    }
  }

  private void room(Topology graph) {
    int places = Math.multiplyExact(graph.edges() + graph.nodes(), heads);
    if (softmax.length < places) {
      softmax = new float[places];
      shares = new float[places];
      slopes = new float[places];
    }
    if (bySource.length < graph.nodes() * heads) {
      bySource = new float[graph.nodes() * heads];
      byTarget = new float[graph.nodes() * heads];
    }
  }

  private void score(Pass pass, int vectors, float[] scores) {
    int out = h.width / heads;
    for (int i = 0; i < h.rows(); i++) {
      for (int head = 0; head < heads; head++) {
        int at = pass.offset() + vectors + head * out;
        scores[i * heads + head] =
            Sums.dot(h.data, i * h.width + head * out, pass.weights(), at, out);
      }
    }
  }

  /** The score before the leaky relu. */
  private float raw(Topology graph, int i, int place) {
    int head = place % heads;
    return bySource[from(graph, i, place) * heads + head] + byTarget[i * heads + head];
  }

  /** The node whose message a number of node i is for. */
  private int from(Topology graph, int i, int place) {
    int edge = place / heads - i;
    return edge == graph.begins()[i + 1] ? i : graph.sources()[edge];
  }

  /** Copies the numbers that are not dropped; an edge counts by its number at its target. */
  private void keep(Pass pass, int i, int begin, int end, float[] in, float[] out) {
    if (!pass.training() || drops.none()) {
      System.arraycopy(in, begin, out, begin, end - begin);
      return;
    }
    long row = drops.row(h.extent.seeds[i]);
    for (int place = begin; place < end; place++) {
      int c = place - begin;
      out[place] = drops.keeps(Drops.bits(row, c & ~3), c) ? in[place] * drops.scale : 0;
    }
  }

  /** Adds to the gradients of h and of the vectors. */
  void backward(Pass pass) {
    Topology graph = h.extent.topology();
    float[] sourceSlopes = new float[graph.nodes() * heads];
    float[] targetSlopes = new float[graph.nodes() * heads];
    for (int i = 0; i < graph.nodes(); i++) {
      int begin = (graph.begins()[i] + i) * heads;
      int end = (graph.begins()[i + 1] + i + 1) * heads;
      keep(pass, i, begin, end, slopes, slopes);
      for (int head = 0; head < heads; head++) {
        Softmax.back(softmax, slopes, begin + head, end, heads);
      }
      for (int place = begin; place < end; place++) {
        float g = raw(graph, i, place) > 0 ? slopes[place] : slope * slopes[place];
        sourceSlopes[from(graph, i, place) * heads + place % heads] += g;
        targetSlopes[i * heads + place % heads] += g;
      }
    }
    vectors(pass, source, sourceSlopes);
    vectors(pass, target, targetSlopes);
  }

  private void vectors(Pass pass, int vectors, float[] slopesByNode) {
    int out = h.width / heads;
    for (int i = 0; i < h.rows(); i++) {
      for (int head = 0; head < heads; head++) {
        float g = slopesByNode[i * heads + head];
        int at = i * h.width + head * out;
        int vector = vectors + head * out;
        Sums.addTimes(g, pass.weights(), pass.offset() + vector, h.grad, at, out);
        Sums.addTimes(g, h.data, at, pass.gradients(), pass.gradientOffset() + vector, out);
      }
    }
  }
}
