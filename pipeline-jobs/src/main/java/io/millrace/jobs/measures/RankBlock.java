package io.millrace.jobs.measures;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;

/** The edges that lead to some nodes, in memory: 8 bytes each, and 8 bytes a node. */
final class RankBlock implements Serializable {
  private static final long serialVersionUID = 1L;

  private int[] targets = new int[64];

  /** Of each target, where its edges begin; its last entry is where those of the last one end. */
  private int[] begins = new int[65];

  private int[] sources = new int[128];
  private float[] weights = new float[128];

  /** Values of some nodes. */
  record NodeValues(int[] nodes, double[] values) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * @param rows {@code source long, target long, weight float}, sorted by target
   */
  RankBlock(Iterator<InternalRow> rows) {
    int nodes = 0;
    int edges = 0;
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      int target = Math.toIntExact(row.getLong(1));
      if (nodes == 0 || targets[nodes - 1] != target) {
        if (nodes == targets.length) {
          targets = Arrays.copyOf(targets, 2 * nodes);
          begins = Arrays.copyOf(begins, 2 * nodes + 1);
        }
        targets[nodes] = target;
        begins[nodes] = edges;
        nodes++;
      }
      if (edges == sources.length) {
        sources = Arrays.copyOf(sources, Math.multiplyExact(2, edges));
        weights = Arrays.copyOf(weights, 2 * edges);
      }
      sources[edges] = Math.toIntExact(row.getLong(0));
      weights[edges] = row.getFloat(2);
      edges++;
    }
    begins[nodes] = edges;
    targets = Arrays.copyOf(targets, nodes);
    begins = Arrays.copyOf(begins, nodes + 1);
    sources = Arrays.copyOf(sources, edges);
    weights = Arrays.copyOf(weights, edges);
  }

  /**
   * What reaches each target.
   *
   * @param passed by each node of the graph along an edge with the weight 1
   */
  NodeValues reached(double[] passed) {
    double[] sums = new double[targets.length];
    for (int i = 0; i < targets.length; i++) {
      double sum = 0;
      for (int e = begins[i]; e < begins[i + 1]; e++) {
        sum += weights[e] * passed[sources[e]];
      }
      sums[i] = sum;
    }
    return new NodeValues(targets, sums);
  }
}
