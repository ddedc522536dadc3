package io.millrace.bigdl.kernel;

import io.millrace.bigdl.data.Mix;
import io.millrace.sampling.Topology;
import java.util.Arrays;

/**
 * Makes C clusters of each graph by shares that are learnt: {@code y = S' z}, and all edges among
 * the clusters with the weights {@code S' (A S)}, whose gradient the layers behind it give.
 */
final class DiffPoolKernel implements Kernel {
  private final Value assignment;
  private final Value z;
  private final Value y;
  private final int clusters;

  /** {@code A S}, and its gradient. */
  private final Value reached;

  /** S, and its gradient. */
  private final Value shares;

  private int[] begins = new int[1];
  private int[] sources = new int[0];
  private float[] weights = new float[0];
  private float[] degrees = new float[0];
  private long[] seeds = new long[0];

  /**
   * @param assignment s, [nodes, C]
   * @param z [nodes, width]
   * @param y [graphs C, width]
   */
  DiffPoolKernel(Value assignment, Value z, Value y) {
    this.assignment = assignment;
    this.z = z;
    this.y = y;
    this.clusters = assignment.width;
    this.shares = new Value(assignment.extent, clusters);
    this.reached = new Value(assignment.extent, clusters);
  }

  @Override
  public void prepare(Pass pass) {
    Topology fine = z.extent.topology();
    int graphs = fine.size();
    int nodes = Math.multiplyExact(graphs, clusters);
    if (seeds.length < nodes) {
      room(nodes);
    }
    int[] parts = new int[graphs + 1];
    for (int g = 0; g < graphs; g++) {
      parts[g + 1] = (g + 1) * clusters;
      boolean empty = fine.graphs()[g] == fine.graphs()[g + 1];
      long seed = empty ? 0 : z.extent.seeds[fine.graphs()[g]];
      for (int c = 0; c < clusters; c++) {
        seeds[g * clusters + c] = Mix.of(seed + c);
      }
    }
    y.extent.nodes(new Topology(nodes, begins, sources, weights, degrees, parts), seeds);
    if (pass.training()) {
      y.extent.learnWeights();
    }
  }

  private void room(int nodes) {
    int edges = Math.multiplyExact(nodes, clusters);
    begins = new int[nodes + 1];
    sources = new int[edges];
    weights = new float[edges];
    degrees = new float[nodes];
    seeds = new long[nodes];
    for (int i = 0; i < nodes; i++) {
      begins[i + 1] = (i + 1) * clusters;
      for (int c = 0; c < clusters; c++) {
        sources[i * clusters + c] = i / clusters * clusters + c;
      }
    }
  }

  @Override
  public void forward(Pass pass) {
    Topology fine = z.extent.topology();
    shares.resize(pass.training());
    reached.resize(pass.training());
    System.arraycopy(assignment.data, 0, shares.data, 0, shares.size());
    for (int i = 0; i < shares.rows(); i++) {
      Softmax.of(shares.data, i * clusters, (i + 1) * clusters, 1);
    }
    Arrays.fill(reached.data, 0, reached.size(), 0);
    Messages.add(fine, fine.weights(), shares.data, clusters, reached.data);
    for (int g = 0; g < fine.size(); g++) {
      pool(g, fine.graphs()[g], fine.graphs()[g + 1]);
    }
    for (int i = 0; i < y.rows(); i++) {
      degrees[i] = 0;
      for (int e = begins[i]; e < begins[i + 1]; e++) {
        degrees[i] += weights[e];
      }
    }
  }

  private void pool(int g, int begin, int end) {
    int c = clusters;
    int width = z.width;
    if (begin == end) {
      Arrays.fill(y.data, g * c * width, (g + 1) * c * width, 0);
      Arrays.fill(weights, g * c * c, (g + 1) * c * c, 0);
      return;
    }
    float[] s = shares.data;
    int n = end - begin;
    Blas.transposedTimes(
        c, width, n, s, begin * c, z.data, begin * width, 0, y.data, g * c * width);
    Blas.transposedTimes(c, c, n, s, begin * c, reached.data, begin * c, 0, weights, g * c * c);
  }

  @Override
  public void backward(Pass pass) {
    Topology fine = z.extent.topology();
    for (int g = 0; g < fine.size(); g++) {
      if (fine.graphs()[g] < fine.graphs()[g + 1]) {
        back(g, fine.graphs()[g], fine.graphs()[g + 1] - fine.graphs()[g]);
      }
    }
    Messages.back(fine, fine.weights(), reached.grad, clusters, shares.grad);
    if (assignment.grad.length > 0) {
      for (int i = 0; i < shares.rows(); i++) {
        Softmax.back(shares.data, shares.grad, i * clusters, (i + 1) * clusters, 1);
      }
      Sums.addTimes(1, shares.grad, 0, assignment.grad, 0, shares.size());
    }
  }

  private void back(int g, int begin, int n) {
    int c = clusters;
    int width = z.width;
    int row = begin * c;
    int own = g * c * width;
    float[] byWeight = y.extent.weightGrad;
    float[] s = shares.data;
    Blas.times(n, c, c, s, row, byWeight, g * c * c, 0, reached.grad, row);
    Blas.timesTransposed(n, c, c, reached.data, row, byWeight, g * c * c, 0, shares.grad, row);
    Blas.timesTransposed(n, c, width, z.data, begin * width, y.grad, own, 1, shares.grad, row);
    if (z.grad.length > 0) {
      Blas.times(n, width, c, s, row, y.grad, own, 1, z.grad, begin * width);
    }
  }
}
