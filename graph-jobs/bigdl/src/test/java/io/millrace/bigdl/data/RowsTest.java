package io.millrace.bigdl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sampling.SparseRows;
import io.millrace.sampling.Topology;
import org.junit.jupiter.api.Test;

class RowsTest {
  @Test
  void memoryStaysWhereABatchHasRoomInIt() {
    Rows rows = new Rows(3, 1, 1);
    rows.resize(2, 10, 4);
    float[] dense = rows.dense();
    SparseRows sparse = rows.sparse(0, 20);
    Topology first = rows.topology(12, true, new int[] {0, 4, 10});

    rows.resize(1, 9, 2);
    Topology second = rows.topology(11, false, new int[] {0, 9});

    assertThat(rows.count()).isEqualTo(1);
    assertThat(rows.nodes()).isEqualTo(9);
    assertThat(rows.dense()).isSameAs(dense);
    assertThat(rows.sparse(0, 19)).isSameAs(sparse);
    assertThat(second.sources()).isSameAs(first.sources());
    assertThat(second.begins()).isSameAs(first.begins());
    assertThat(second.weights()).isNull();
    assertThat(rows.topology()).isSameAs(second);
  }

  @Test
  void aLargerBatchHasRoomForAllOfItsNodes() {
    Rows rows = new Rows(2, 1, 1);
    rows.resize(1, 1, 0);
    rows.sparse(0, 1);

    rows.resize(5, 7, 10);
    Topology topology = rows.topology(30, true, new int[] {0, 7});

    assertThat(rows.dense().length).isGreaterThanOrEqualTo(14);
    assertThat(rows.indices(0).length).isGreaterThanOrEqualTo(7);
    assertThat(rows.seeds().length).isGreaterThanOrEqualTo(7);
    assertThat(rows.labels().length).isGreaterThanOrEqualTo(5);
    assertThat(rows.targets().length).isGreaterThanOrEqualTo(10);
    assertThat(rows.sparse(0, 3).begins().length).isGreaterThanOrEqualTo(8);
    assertThat(topology.begins().length).isGreaterThanOrEqualTo(8);
    assertThat(topology.weights().length).isGreaterThanOrEqualTo(30);
  }

  @Test
  void rowsOfATableHaveNoTopology() {
    Rows rows = new Rows(1, 0);
    rows.resize(1, 2, 0);
    rows.topology(0, false, new int[] {0, 2});
    rows.resize(2);

    assertThatThrownBy(rows::topology)
        .isInstanceOf(NullPointerException.class)
        .hasMessage("A table has no topology.");
  }
}
