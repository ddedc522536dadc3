package io.millrace.jobs.score;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/**
 * An iterator that works on its rows a chunk at a time and closes what it used: after the last row,
 * when rows or work fail, or else at the end of the Spark task that made it. The last covers
 * whoever takes the rows and fails, is killed, or wants no more of them; without it native memory
 * would stay taken for as long as the executor lives.
 */
public final class Chunks<A, B> implements Iterator<B> {
  private final Iterator<A> rows;
  private final int size;
  private final Function<List<A>, List<B>> work;
  private final Runnable close;
  private Iterator<B> done = Collections.emptyIterator();
  private boolean closed;

  /**
   * @param work gives one result for each row of a chunk
   * @param close runs once, after the last row, a failure, or the task
   */
  public Chunks(Iterator<A> rows, int size, Function<List<A>, List<B>> work, Runnable close) {
    this.rows = rows;
    this.size = size;
    this.work = work;
    this.close = close;
    TaskContext task = TaskContext.get();
    if (task != null) {
      // Overloaded for Scala: which one is meant must be said.
      task.addTaskCompletionListener((TaskCompletionListener) ended -> close());
    }
  }

  @Override
  public boolean hasNext() {
    if (done.hasNext()) {
      return true;
    }
    if (closed) {
      return false;
    }
    boolean more = false;
    try {
      more = work();
    } finally {
      if (!more) {
        close();
      }
    }
    return more;
  }

  private boolean work() {
    List<A> chunk = new ArrayList<>();
    while (chunk.size() < size && rows.hasNext()) {
      chunk.add(rows.next());
    }
    if (chunk.isEmpty()) {
      return false;
    }
    done = work.apply(chunk).iterator();
    return true;
  }

  private void close() {
    if (!closed) {
      closed = true;
      close.run();
    }
  }

  @Override
  public B next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return done.next();
  }
}
