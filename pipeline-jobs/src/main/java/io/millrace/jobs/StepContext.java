package io.millrace.jobs;

import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.Storage;
import io.millrace.handoff.step.Events;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.run.RunPlan;
import io.millrace.spec.run.StepPlan;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** What a step works with. */
public final class StepContext {
  private final SparkSession spark;
  private final RunDirectory run;
  private final RunPlan plan;
  private final PipelineDefinition definition;
  private final StepPlan step;
  private final Path work;
  private final StepMeter meter;
  private final Events events;
  private final ShufflePartitions shuffles;

  StepContext(
      SparkSession spark,
      RunDirectory run,
      RunPlan plan,
      PipelineDefinition definition,
      StepPlan step,
      Path work,
      StepMeter meter,
      Events events,
      ShufflePartitions shuffles) {
    this.spark = spark;
    this.run = run;
    this.plan = plan;
    this.definition = definition;
    this.step = step;
    this.work = work;
    this.meter = meter;
    this.events = events;
    this.shuffles = shuffles;
  }

  public SparkSession spark() {
    return spark;
  }

  public PipelineDefinition definition() {
    return definition;
  }

  public RunPlan plan() {
    return plan;
  }

  public StepPlan step() {
    return step;
  }

  public RunDirectory run() {
    return run;
  }

  public Storage storage() {
    return run.storage();
  }

  /** The folder that becomes the step's output when the step ends well. */
  public Path work() {
    return work;
  }

  /** The finished output of another step. */
  public Path output(String other) throws IOException {
    return run.output(other);
  }

  /** Says what happens from here on and which share of the step it is, for the progress bar. */
  public void phase(String text, double from, double to) {
    meter.phase(text, from, to);
  }

  /**
   * Says how much goes through the largest shuffle to come, so that there are tasks enough for it
   * and not many more. What a step writes must not depend on their number.
   */
  public void expectShuffle(long bytes) {
    shuffles.atLeastFor(bytes);
  }

  /** Tells the user of something that is not an error. */
  public void warn(String text) {
    events.warning(step.name(), text);
  }
}
