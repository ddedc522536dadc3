package io.millrace.jobs.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spec.graph.GraphManifest.Degrees;
import io.millrace.spec.graph.GraphManifest.Hub;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphStatisticsTest {
  private static final Degrees DEGREES = new Degrees(1, 1, Map.of());

  private static GraphStatistics statistics(double hub, long nodesOfB) {
    return new GraphStatistics(
        1000,
        DEGREES,
        DEGREES,
        0,
        new Hub("n1", Math.round(1000 * hub), hub),
        false,
        "node",
        Map.of("test", Map.of("a", 3L, "b", nodesOfB)));
  }

  @Test
  void warnsOfAClassThatASplitLacks() {
    assertThat(statistics(0.1, 0).warnings())
        .containsExactly(
            "No node of class 'b' is in split test, so nothing can be said of it there.");
  }

  @Test
  void warnsOfANodeWithMoreThanATenthOfAllEdges() {
    assertThat(statistics(0.11, 1).warnings())
        .singleElement()
        .asString()
        .startsWith("Node 'n1' has 11 % of all edges (110 of 1000).");
  }
}
