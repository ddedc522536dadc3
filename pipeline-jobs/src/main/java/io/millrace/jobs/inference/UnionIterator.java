package io.millrace.jobs.inference;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The scores of graphs, as many at once as memory is meant for; a larger one is scored alone. */
final class UnionIterator implements Iterator<Row> {
  private final Iterator<WholeGraph> graphs;
  private final long mostRows;
  private final Function<GraphUnion, List<Row>> score;
  private @Nullable WholeGraph next;
  private Iterator<Row> results = Collections.emptyIterator();

  /**
   * @param mostRows of {@link GraphUnion#rowsWith}
   * @param score gives a row for each graph
   */
  UnionIterator(Iterator<WholeGraph> graphs, long mostRows, Function<GraphUnion, List<Row>> score) {
    this.graphs = graphs;
    this.mostRows = mostRows;
    this.score = score;
    advance();
  }

  private void advance() {
    next = graphs.hasNext() ? graphs.next() : null;
  }

  @Override
  public boolean hasNext() {
    while (!results.hasNext() && next != null) {
      results = score.apply(fill()).iterator();
    }
    return results.hasNext();
  }

  private GraphUnion fill() {
    GraphUnion union = new GraphUnion();
    while (next != null && (union.size() == 0 || union.rowsWith(next) <= mostRows)) {
      union.add(next);
      advance();
    }
    return union;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("There are no more scores.");
    }
    return results.next();
  }
}
