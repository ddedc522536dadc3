package io.millrace.jobs;

import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.step.Events;
import io.millrace.handoff.step.StepAttempt;
import io.millrace.handoff.step.StepFailedException;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.run.RunPlan;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.run.StepPlan;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a step: fresh work folder, meter, balanced ledger, output by rename, done file last. */
public final class StepRunner {
  private static final Logger LOG = LoggerFactory.getLogger(StepRunner.class);
  private static final long LISTENER_TIMEOUT_MS = 10_000;

  private final SparkSession spark;
  private final RunDirectory run;
  private final Events events;

  public StepRunner(SparkSession spark, RunDirectory run, Events events) {
    this.spark = spark;
    this.run = run;
    this.events = events;
  }

  /**
   * Runs a step of the plan.
   *
   * @throws StepFailedException if it failed; the work folder stays for a look
   */
  public StepDone run(String name) throws Exception {
    return run(name, Steps.of(run.plan().step(name).kind()));
  }

  /** Runs a step of the plan by a job that may have other settings than usual. */
  StepDone run(String name, Step job) throws Exception {
    RunPlan plan = run.plan();
    PipelineDefinition definition = run.definition();
    StepPlan step = plan.step(name);
    LOG.info("step {} begins", name);
    StepMeter meter = new StepMeter(name, events);
    SparkContext context = spark.sparkContext();
    StepAttempt attempt = StepAttempt.fresh(run, step, events);
    context.addSparkListener(meter);
    try (ShufflePartitions shuffles = new ShufflePartitions(spark)) {
      context.setJobGroup(name, name, true);
      StepContext stepContext =
          new StepContext(
              spark, run, plan, definition, step, attempt.work(), meter, events, shuffles);
      Optional<Ledger> ledger = job.run(stepContext);
      context.listenerBus().waitUntilEmpty(LISTENER_TIMEOUT_MS);
      StepDone done = attempt.finish(ledger.orElse(null), meter.measured());
      LOG.info("step {} done in {} s: {}", name, done.seconds(), done.measured());
      return done;
    } catch (Exception | Error e) {
      // Errors too: Hadoop tells of a full local disk by one, and the user must hear of it.
      throw attempt.failed(e);
    } finally {
      context.removeSparkListener(meter);
      spark.catalog().clearCache();
    }
  }
}
