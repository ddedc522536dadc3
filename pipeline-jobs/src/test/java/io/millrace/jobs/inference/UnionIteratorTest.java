package io.millrace.jobs.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sampling.LocalEdges;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class UnionIteratorTest {
  private final List<GraphUnion> unions = new ArrayList<>();

  /** A path along its nodes. */
  private static WholeGraph graph(long number, int nodes) {
    long[] ids = LongStream.range(0, nodes).map(i -> 100 * number + i).toArray();
    LocalEdges edges = new LocalEdges(number);
    for (int i = 1; i < nodes; i++) {
      edges.add(ids, ids[i], ids[i - 1], i);
    }
    return new WholeGraph(number, Collections.nCopies(nodes, RowFactory.create(number)), edges);
  }

  private List<Long> scored(long mostRows, WholeGraph... graphs) {
    UnionIterator rows =
        new UnionIterator(
            List.of(graphs).iterator(),
            mostRows,
            union -> {
              unions.add(union);
              return IntStream.range(0, union.size())
                  .<Row>mapToObj(g -> RowFactory.create(union.graph(g)))
                  .toList();
            });
    List<Long> found = new ArrayList<>();
    rows.forEachRemaining(row -> found.add(row.getLong(0)));
    return found;
  }

  @Test
  void scoresEachGraphOnceAndLargeOnesAlone() {
    assertThat(scored(20, graph(3, 4), graph(5, 4), graph(6, 4), graph(7, 90), graph(9, 1)))
        .containsExactly(3L, 5L, 6L, 7L, 9L);
    // Two paths of four nodes: 8 rows of nodes and 6 edges; a third one makes it 21.
    assertThat(unions).extracting(GraphUnion::size).containsExactly(2, 1, 1, 1);
  }

  @Test
  void manySmallGraphsDoNotJoinALargeOneThatTheyWouldBePaddedTo() {
    assertThat(scored(50, graph(1, 1), graph(2, 1), graph(3, 20))).containsExactly(1L, 2L, 3L);
    assertThat(unions).extracting(GraphUnion::size).containsExactly(2, 1);
  }

  @Test
  void numbersNodesAndEdgesOfAllGraphs() {
    scored(100, graph(3, 2), graph(5, 1), graph(6, 3));
    GraphUnion union = unions.get(0);
    assertThat(union.batch()).containsExactly(0, 0, 1, 2, 2, 2);
    assertThat(union.edgeIndex()).containsExactly(0, 3, 4, 1, 4, 5);
    assertThat(union.weights()).containsExactly(1, 1, 2);
    assertThat(union.nodes())
        .extracting(row -> row.getLong(0))
        .containsExactly(3L, 3L, 5L, 6L, 6L, 6L);
  }

  @Test
  void nothingIsScoredOfNoGraphs() {
    assertThat(scored(10)).isEmpty();
    assertThat(unions).isEmpty();
  }
}
