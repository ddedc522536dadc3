package io.millrace.jobs;

import io.millrace.handoff.step.Events;
import io.millrace.spec.run.StepDone.Measured;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.collection.JavaConverters;

/** Counts what a step takes and how far it is, from Spark's own events. */
final class StepMeter extends SparkListener {
  private static final String MEMORY = "OnHeapUnifiedMemory";
  private static final long REPORT_EVERY_NANOS = 500_000_000L;

  private final String step;
  private final Events events;
  private final Map<String, Long> memoryByExecutor = new ConcurrentHashMap<>();
  private final AtomicLong shuffleBytes = new AtomicLong();
  private final AtomicInteger tasks = new AtomicInteger();
  private final AtomicInteger tasksDone = new AtomicInteger();
  private volatile Phase phase = new Phase("starting", 0, 1);
  private volatile long reportedAt;

  private record Phase(String text, double from, double to) {}

  StepMeter(String step, Events events) {
    this.step = step;
    this.events = events;
  }

  void phase(String text, double from, double to) {
    tasks.set(0);
    tasksDone.set(0);
    phase = new Phase(text, from, to);
    events.progress(step, from, text);
  }

  @Override
  public void onJobStart(SparkListenerJobStart start) {
    int count = 0;
    for (var stage : JavaConverters.seqAsJavaList(start.stageInfos())) {
      count += stage.numTasks();
    }
    tasks.addAndGet(count);
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    TaskMetrics metrics = end.taskMetrics();
    if (metrics != null) {
      shuffleBytes.addAndGet(metrics.shuffleWriteMetrics().bytesWritten());
      long unified = end.taskExecutorMetrics().getMetricValue(MEMORY);
      memoryByExecutor.merge(
          end.taskInfo().executorId(), Math.max(unified, metrics.peakExecutionMemory()), Math::max);
    }
    tasksDone.incrementAndGet();
    report();
  }

  private void report() {
    long now = System.nanoTime();
    if (now - reportedAt < REPORT_EVERY_NANOS) {
      return;
    }
    reportedAt = now;
    Phase current = phase;
    double share = tasks.get() == 0 ? 0 : Math.min(1.0, tasksDone.get() / (double) tasks.get());
    events.progress(step, current.from() + share * (current.to() - current.from()), current.text());
  }

  Measured measured() {
    long memory = memoryByExecutor.values().stream().mapToLong(Long::longValue).sum();
    return new Measured(memory, shuffleBytes.get());
  }
}
