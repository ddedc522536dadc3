package io.millrace.bigdl.kernel;

import io.millrace.bigdl.data.Mix;
import io.millrace.bigdl.data.Rows;
import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.Network;

/**
 * What random decisions about the rows of a score depend on, where they are no nodes any more: on
 * the seeds of the nodes that they come from.
 */
final class ScoreSeeds {
  private final Kind kind;
  private long[] seeds = new long[0];

  private enum Kind {
    NODES,
    PAIRS,
    GRAPHS
  }

  private ScoreSeeds(Kind kind) {
    this.kind = kind;
  }

  /** For the scores of a network over graphs. */
  static ScoreSeeds of(Network network) {
    if (network.nodes().stream().anyMatch(node -> node.layer() instanceof GraphLayer.Pairs)) {
      return new ScoreSeeds(Kind.PAIRS);
    }
    return network.nodes().stream().anyMatch(node -> node.layer() instanceof GraphLayer.Targets)
        ? new ScoreSeeds(Kind.NODES)
        : new ScoreSeeds(Kind.GRAPHS);
  }

  /** By row of the score; valid until the next call. */
  long[] fill(Rows rows) {
    if (seeds.length < rows.count()) {
      seeds = new long[rows.count()];
    }
    for (int r = 0; r < rows.count(); r++) {
      seeds[r] = seed(rows, r);
    }
    return seeds;
  }

  private long seed(Rows rows, int r) {
    return switch (kind) {
      case NODES -> rows.seeds()[rows.targets()[r]];
      case PAIRS ->
          Mix.of(
              rows.seeds()[rows.targets()[2 * r]],
              rows.seeds()[rows.targets()[2 * r + 1]],
              kind.ordinal());
      case GRAPHS -> {
        int[] graphs = rows.topology().graphs();
        yield graphs[r] < graphs[r + 1] ? Mix.of(rows.seeds()[graphs[r]]) : 0;
      }
    };
  }
}
