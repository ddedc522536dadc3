package io.millrace.bigdl.data;

import java.util.function.Consumer;

/**
 * Memory for the rows of one core: those of the step at work, and those of the next one. They are
 * copied while the executor waits for the driver, so that the step itself need not wait for them.
 */
public final class RowBuffer {
  private Rows now;
  private Rows ahead;
  private Object aheadOf;

  RowBuffer(Rows now, Rows ahead) {
    this.now = now;
    this.ahead = ahead;
  }

  /**
   * The rows of a step, valid until the next call.
   *
   * @param step equal to that of {@link #prepare} if it prepared the same rows
   * @param fill copies them, if nobody has prepared them
   */
  public synchronized Rows take(Object step, Consumer<Rows> fill) {
    if (step.equals(aheadOf)) {
      Rows used = now;
      now = ahead;
      ahead = used;
    } else {
      fill.accept(now);
    }
    aheadOf = null;
    return now;
  }

  /** Copies rows that will probably be taken next. */
  public synchronized void prepare(Object step, Consumer<Rows> fill) {
    aheadOf = null;
    fill.accept(ahead);
    aheadOf = step;
  }
}
