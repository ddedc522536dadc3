package io.millrace.jobs.neighbourhoods;

import io.millrace.sampling.Draws;
import io.millrace.sampling.Reservoir;
import io.millrace.spec.graph.GraphSpec.Neighbourhoods;
import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * How tasks draw neighbours.
 *
 * @param limits edges of a node by hop, at most
 */
record DrawSettings(int[] limits, boolean weighted, long seed) implements Serializable {
  static DrawSettings of(Neighbourhoods how) {
    int[] limits =
        IntStream.range(0, how.fanOuts().size()).map(hop -> Draws.limit(how, hop)).toArray();
    return new DrawSettings(limits, how.weighted(), how.seed());
  }

  int hops() {
    return limits.length;
  }

  /** One for each hop. */
  Reservoir[] reservoirs() {
    return IntStream.of(limits)
        .mapToObj(limit -> new Reservoir(limit, weighted))
        .toArray(Reservoir[]::new);
  }
}
