package io.millrace.bigdl.engine;

/** Hears on the driver what happens between steps. */
public interface StepListener {
  /**
   * A step has ended.
   *
   * @param step from 0
   * @param loss mean over its rows
   * @param computeSeconds in which an executor computed, on average
   */
  void stepEnded(long step, double loss, double computeSeconds);

  /**
   * An epoch has ended; executors have written their parts of its checkpoint.
   *
   * @param epochs that have ended in all
   * @return whether to go on
   */
  boolean epochEnded(int epochs);
}
