package io.millrace.sampling;

import java.util.List;

/** What examples take in memory, and how many of them a mini-batch may have. */
public final class Footprint {
  private static final int INT = 4;
  private static final int FLOAT = 4;
  private static final int LONG = 8;

  private Footprint() {}

  /** Bytes of the numbers of an example; those of its few objects are not worth counting. */
  public static long of(Example example) {
    Topology topology = example.topology();
    long nodes = topology.nodes();
    long edges = topology.edges();
    long bytes = nodes * (LONG + INT + FLOAT) + edges * INT;
    bytes += topology.weights() == null ? 0 : edges * FLOAT;
    bytes += (long) example.dense().length * FLOAT + nodes * INT * example.indices().size();
    for (SparseRows rows : example.sparse()) {
      bytes += nodes * INT + (long) rows.begins()[topology.nodes()] * (INT + FLOAT);
    }
    return bytes
        + (long) example.targets().length * INT
        + (long) example.keys().length * (LONG + FLOAT);
  }

  /**
   * How many examples from a place on fit together: in order, and always one, since an example
   * cannot be cut.
   *
   * @param atMost examples
   * @param cap bytes of all of them
   */
  public static int fitting(List<Example> examples, int from, int atMost, long cap) {
    int end = (int) Math.min(examples.size(), (long) from + atMost);
    long bytes = 0;
    int at = from;
    while (at < end && (at == from || bytes + of(examples.get(at)) <= cap)) {
      bytes += of(examples.get(at++));
    }
    return at - from;
  }
}
