package io.millrace.jobs;

import io.millrace.handoff.RunDirectory;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.run.RunPlan;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.run.StepDone.Measured;
import io.millrace.spec.run.StepPlan;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
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
    RunPlan plan = run.plan();
    PipelineDefinition definition = run.definition();
    StepPlan step = plan.step(name);
    long begin = System.nanoTime();
    events.start(name, "");
    LOG.info("step {} begins", name);
    StepMeter meter = new StepMeter(name, events);
    SparkContext context = spark.sparkContext();
    context.addSparkListener(meter);
    try {
      context.setJobGroup(name, name, true);
      Path work = run.freshWork(name);
      StepContext stepContext =
          new StepContext(spark, run, plan, definition, step, work, meter, events);
      Optional<Ledger> ledger = Steps.of(step.kind()).run(stepContext);
      ledger.ifPresent(rows -> rows.balanced(name));
      context.listenerBus().waitUntilEmpty(LISTENER_TIMEOUT_MS);
      return finish(step, begin, ledger.orElse(null), meter.measured());
    } catch (Exception | FSError e) {
      // Hadoop tells of a full local disk by an Error.
      StepFailedException failure = StepFailedException.of(name, e);
      events.error(name, failure.getMessage());
      throw failure;
    } finally {
      context.removeSparkListener(meter);
      spark.catalog().clearCache();
    }
  }

  private StepDone finish(StepPlan step, long begin, Ledger ledger, Measured measured)
      throws Exception {
    double seconds = Math.round((System.nanoTime() - begin) / 1e6) / 1e3;
    Path out = run.finishWork(step.name());
    StepDone done =
        new StepDone(
            StepDone.VERSION,
            step.name(),
            step.fingerprint(),
            out.toString(),
            seconds,
            ledger,
            measured,
            null);
    run.writeDone(done);
    events.done(step.name(), seconds, describe(ledger));
    LOG.info("step {} done in {} s: {} {}", step.name(), seconds, describe(ledger), measured);
    return done;
  }

  private static String describe(Ledger ledger) {
    return ledger == null
        ? ""
        : String.format(
            Locale.ROOT,
            "%,d rows in, %,d out, %,d rejected",
            ledger.rowsIn(),
            ledger.rowsOut(),
            ledger.rowsRejected());
  }
}
