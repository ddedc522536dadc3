package io.millrace.sampling;

import org.jspecify.annotations.Nullable;

/** The edges that nodes have drawn, wherever they are kept. */
@FunctionalInterface
public interface DrawnEdges {
  /**
   * The edges that a node has drawn at a hop.
   *
   * @param hop from 0: that of the targets themselves
   * @return null where no edge leads to the node
   */
  @Nullable InEdges of(long node, int hop);
}
