package io.millrace.jobs.score;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** An iterator that works on its rows a chunk at a time and closes what it used at the end. */
public final class Chunks<A, B> implements Iterator<B> {
  private final Iterator<A> rows;
  private final int size;
  private final Function<List<A>, List<B>> work;
  private final Runnable close;
  private Iterator<B> done = Collections.emptyIterator();
  private boolean closed;

  /**
   * @param work gives one result for each row of a chunk
   * @param close runs once, when the last row was handed out
   */
  public Chunks(Iterator<A> rows, int size, Function<List<A>, List<B>> work, Runnable close) {
    this.rows = rows;
    this.size = size;
    this.work = work;
    this.close = close;
  }

  @Override
  public boolean hasNext() {
    if (done.hasNext()) {
      return true;
    }
    List<A> chunk = new ArrayList<>();
    while (chunk.size() < size && rows.hasNext()) {
      chunk.add(rows.next());
    }
    if (chunk.isEmpty()) {
      if (!closed) {
        closed = true;
        close.run();
      }
      return false;
    }
    done = work.apply(chunk).iterator();
    return true;
  }

  @Override
  public B next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return done.next();
  }
}
