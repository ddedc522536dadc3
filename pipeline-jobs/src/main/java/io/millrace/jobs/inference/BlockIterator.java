package io.millrace.jobs.inference;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;

/** The results of one part after the other; closes the stage at the end of its Spark task. */
final class BlockIterator implements Iterator<Row> {
  private final Iterator<Row> rows;
  private final Stage stage;
  private final Block block;
  private final List<String> outputs;
  private Row next;
  private Iterator<Row> results = Collections.emptyIterator();

  /**
   * @param rows of a shuffle, those of a part together, in the order that a block wants
   */
  BlockIterator(Iterator<Row> rows, Stage stage, Block block, List<String> outputs) {
    this.rows = rows;
    this.stage = stage;
    this.block = block;
    this.outputs = outputs;
    // Overloaded for Scala: which one is meant must be said.
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) ended -> stage.close());
    next = rows.hasNext() ? rows.next() : null;
  }

  @Override
  public boolean hasNext() {
    while (!results.hasNext() && next != null) {
      fill();
      results = compute();
    }
    return results.hasNext();
  }

  private void fill() {
    block.clear();
    int part = next.getInt(0);
    while (next != null && next.getInt(0) == part) {
      LayerPass.add(next, block);
      next = rows.hasNext() ? rows.next() : null;
    }
  }

  private Iterator<Row> compute() {
    if (block.targets() == 0) {
      return Collections.emptyIterator();
    }
    List<float[]> values = stage.run(block, outputs);
    return IntStream.range(0, block.targets())
        .mapToObj(t -> StageRows.row(block.id(t), values, t, block.targets()))
        .iterator();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return results.next();
  }
}
