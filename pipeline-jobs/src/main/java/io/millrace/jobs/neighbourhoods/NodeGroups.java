package io.millrace.jobs.neighbourhoods;

import io.millrace.sampling.Reservoir;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** Draws for one node after the other from rows that are sorted by node, the first column. */
abstract class NodeGroups implements Iterator<InternalRow> {
  private final Iterator<InternalRow> rows;
  private final DrawSettings how;
  private final Reservoir[] reservoirs;
  private @Nullable InternalRow next;

  NodeGroups(Iterator<InternalRow> rows, DrawSettings how) {
    this.rows = rows;
    this.how = how;
    this.reservoirs = how.reservoirs();
    advance();
  }

  /** Takes a row of the present node. */
  abstract void add(InternalRow row, Reservoir[] into);

  /** What the task gives for a node. */
  abstract InternalRow result(long node, Reservoir[] from);

  @Override
  public final boolean hasNext() {
    return next != null;
  }

  @Override
  public final InternalRow next() {
    if (next == null) {
      throw new NoSuchElementException("There are no more nodes.");
    }
    long node = next.getLong(0);
    for (int hop = 0; hop < reservoirs.length; hop++) {
      reservoirs[hop].start(how.seed(), node, hop);
    }
    while (next != null && next.getLong(0) == node) {
      add(next, reservoirs);
      advance();
    }
    return result(node, reservoirs);
  }

  private void advance() {
    next = rows.hasNext() ? rows.next() : null;
  }
}
