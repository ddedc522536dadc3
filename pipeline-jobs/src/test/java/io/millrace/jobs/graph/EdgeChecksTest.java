package io.millrace.jobs.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spec.graph.GraphSpec.Direction;
import io.millrace.spec.graph.GraphSpec.Duplicates;
import io.millrace.spec.graph.GraphSpec.EdgeTable;
import io.millrace.spec.graph.GraphSpec.SelfLoops;
import io.millrace.spec.graph.GraphSpec.Unknown;
import java.util.List;
import org.junit.jupiter.api.Test;

class EdgeChecksTest {
  private static List<String> failing(Unknown unknown, Duplicates duplicates, SelfLoops loops) {
    EdgeTable table =
        new EdgeTable("e", "a", "b", null, unknown, duplicates, loops, Direction.DIRECTED);
    return EdgeChecks.REASONS.stream().filter(reason -> EdgeChecks.fails(table, reason)).toList();
  }

  @Test
  void endsTheStepOnlyForThePoliciesThatSaySo() {
    assertThat(failing(Unknown.REJECT, Duplicates.REJECT, SelfLoops.REJECT)).isEmpty();
    assertThat(failing(Unknown.FAIL, Duplicates.SUM, SelfLoops.KEEP))
        .containsExactly("missing-source", "missing-target", "unknown-source", "unknown-target");
    assertThat(failing(Unknown.REJECT, Duplicates.FAIL, SelfLoops.KEEP))
        .containsExactly("duplicate");
    assertThat(failing(Unknown.REJECT, Duplicates.KEEP, SelfLoops.FAIL))
        .containsExactly("self-loop");
  }
}
