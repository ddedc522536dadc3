package io.millrace.bigdl.kernel;

import io.millrace.sampling.Topology;
import java.util.Arrays;

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
  private float[] sourceSlopes = new float[0];
  private float[] targetSlopes = new float[0];
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
      rectify(graph, i, begin);
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
      sourceSlopes = new float[graph.nodes() * heads];
      targetSlopes = new float[graph.nodes() * heads];
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

  private void rectify(Topology graph, int i, int begin) {
    int place = begin;
    int last = graph.begins()[i + 1];
    for (int e = graph.begins()[i]; e <= last; e++) {
      int from = (e == last ? i : graph.sources()[e]) * heads;
      for (int head = 0; head < heads; head++, place++) {
        float score = bySource[from + head] + byTarget[i * heads + head];
        softmax[place] = score > 0 ? score : slope * score;
      }
    }
  }

  /** Copies the numbers that are not dropped; an edge counts by its number at its target. */
  private void keep(Pass pass, int i, int begin, int end, float[] in, float[] out) {
    if (!pass.training() || drops.none()) {
      System.arraycopy(in, begin, out, begin, end - begin);
      return;
    }
    long row = drops.row(h.extent.seeds[i]);
    long bits = 0;
    for (int place = begin; place < end; place++) {
      int c = place - begin;
      bits = (c & 3) == 0 ? Drops.bits(row, c) : bits;
      out[place] = drops.keeps(bits, c) ? in[place] * drops.scale : 0;
    }
  }

  /** Adds to the gradients of h and of the vectors. */
  void backward(Pass pass) {
    Topology graph = h.extent.topology();
    Arrays.fill(sourceSlopes, 0, graph.nodes() * heads, 0);
    Arrays.fill(targetSlopes, 0, graph.nodes() * heads, 0);
    for (int i = 0; i < graph.nodes(); i++) {
      int begin = (graph.begins()[i] + i) * heads;
      int end = (graph.begins()[i + 1] + i + 1) * heads;
      keep(pass, i, begin, end, slopes, slopes);
      for (int head = 0; head < heads; head++) {
        Softmax.back(softmax, slopes, begin + head, end, heads);
      }
      scatter(graph, i, begin);
    }
    vectors(pass, source, sourceSlopes);
    vectors(pass, target, targetSlopes);
  }

  /** Through the leaky relu to the scores of both ends. */
  private void scatter(Topology graph, int i, int begin) {
    int place = begin;
    int last = graph.begins()[i + 1];
    for (int e = graph.begins()[i]; e <= last; e++) {
      int from = (e == last ? i : graph.sources()[e]) * heads;
      for (int head = 0; head < heads; head++, place++) {
        boolean above = bySource[from + head] + byTarget[i * heads + head] > 0;
        float g = above ? slopes[place] : slope * slopes[place];
        sourceSlopes[from + head] += g;
        targetSlopes[i * heads + head] += g;
      }
    }
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
