package io.millrace.bigdl.train;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spec.model.TrainingSettings.Deep;
import io.millrace.spec.network.GraphNetworkSpec.Gcn;
import io.millrace.spec.network.NamedNetworks;
import io.millrace.spec.network.NetworkSpec.Tower.Norm;
import io.millrace.spec.network.TrainingPlan;
import io.millrace.spec.target.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchRoomTest {
  private static final long GIGABYTE = 1L << 30;

  @Test
  void largestBatchThatFitsIsTrained() {
    assertThatCode(() -> room(100_000, 2 * GIGABYTE).require(plan(1024), GIGABYTE / 4, false))
        .doesNotThrowAnyException();
  }

  /** Of a node: its values three times, 2 + 4 floats of inputs twice, 8 edges. */
  @Test
  void largerBatchIsRefusedWithOneThatFits() {
    assertThatThrownBy(() -> room(2_000_000, 2 * GIGABYTE).require(plan(1024), GIGABYTE / 2, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot train 'gcn' with batch-size = 1024: a mini-batch of a core may have 2000000 nodes and 16000000 edges and take %.2f GB (expected at most 0.50 GB, as an executor has 2.00 GB and holds 0.50 GB of examples). Use batch-size = %d, smaller fan-outs or more memory (resources.memory).",
            gigabytes(2_000_000), (int) (1024 * 0.5 / gigabytes(2_000_000)) / 2 * 2);
  }

  private static double gigabytes(long nodes) {
    return 4.0 * nodes * (3 * (2 + 64 + 64 + 64 + 1) + 2 * 6 + 3 * 8) / GIGABYTE;
  }

  @Test
  void wholeGraphThatDoesNotFitIsSentToNeighbourhoods() {
    assertThatThrownBy(() -> room(50_000_000, 2 * GIGABYTE).require(plan(1), 0, true))
        .hasMessageContaining("50000000 nodes")
        .hasMessageContaining(
            "Use neighbourhoods (graph.neighbourhoods.whole = false), narrower layers or more memory (resources.memory).");
  }

  /** An array of Java has 2 billion numbers at most, however large the heap. */
  @Test
  void valueThatNoArrayHoldsIsRefused() {
    assertThatThrownBy(() -> room(40_000_000, 900 * GIGABYTE).require(plan(1024), 0, false))
        .hasMessageContaining("Use batch-size = 858, smaller fan-outs");
  }

  private static BatchRoom room(long nodes, long heapBytes) {
    return new BatchRoom(nodes, 8 * nodes, 0, 1024, heapBytes);
  }

  /** Two cores, hidden 64 over two numbers. */
  private static TrainingPlan plan(int batchSize) {
    Gcn gcn = new Gcn(4, GraphModels.nodes(0.5, Norm.NONE, 64));
    Deep settings = (Deep) new GraphModels(batchSize, 1).model("gcn", gcn).settings();
    return new TrainingPlan(
        TrainingPlan.VERSION,
        "gcn",
        Task.BINARY,
        "",
        "labels",
        "__row",
        NamedNetworks.of(gcn, List.of("x", "y"), List.of(), 1),
        settings,
        List.of(),
        1,
        0,
        1,
        2,
        100_000,
        100_000,
        10);
  }
}
