package io.millrace.bigdl.train;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/** Knows which executors are there, and waits for them. */
final class ExecutorWatch extends SparkListener {
  private final Set<String> executors = new HashSet<>();
  private final boolean local;

  private ExecutorWatch(boolean local) {
    this.local = local;
  }

  /** Watches from the beginning; in local mode the driver is the executor. */
  static ExecutorWatch start(JavaSparkContext spark) {
    ExecutorWatch watch = new ExecutorWatch(spark.sc().isLocal());
    spark.sc().addSparkListener(watch);
    watch.present(spark.sc().statusTracker().getExecutorInfos().length - 1);
    return watch;
  }

  /** Those that had come before this could listen; the driver is listed among them. */
  private synchronized void present(int count) {
    for (int i = executors.size(); i < count; i++) {
      executors.add(String.valueOf(i));
    }
  }

  @Override
  public synchronized void onExecutorAdded(SparkListenerExecutorAdded added) {
    executors.add(added.executorId());
    notifyAll();
  }

  @Override
  public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    executors.remove(removed.executorId());
  }

  /**
   * Waits until so many executors are there.
   *
   * @return whether they came in time
   */
  synchronized boolean await(int count, long seconds) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!local && executors.size() < count) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
