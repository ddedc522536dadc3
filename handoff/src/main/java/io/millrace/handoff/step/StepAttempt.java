package io.millrace.handoff.step;

import io.millrace.handoff.RunDirectory;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.run.StepDone.Measured;
import io.millrace.spec.run.StepPlan;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** One attempt at a step: fresh work folder, balanced ledger, output by rename, done file last. */
public final class StepAttempt {
  private final RunDirectory run;
  private final StepPlan step;
  private final Events events;
  private final Path work;
  private final long begin = System.nanoTime();

  private StepAttempt(RunDirectory run, StepPlan step, Events events, Path work) {
    this.run = run;
    this.step = step;
    this.events = events;
    this.work = work;
  }

  /** Begins with an empty work folder. */
  public static StepAttempt fresh(RunDirectory run, StepPlan step, Events events)
      throws IOException {
    events.start(step.name(), "");
    return new StepAttempt(run, step, events, run.freshWork(step.name()));
  }

  /** The folder that becomes the step's output. */
  public Path work() {
    return work;
  }

  /**
   * Makes the work the step's output.
   *
   * @param ledger null for a step that handles no rows
   * @throws IllegalStateException if the ledger does not balance
   */
  public StepDone finish(@Nullable Ledger ledger, Measured measured) throws IOException {
    if (ledger != null) {
      ledger.balanced(step.name());
    }
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
    return done;
  }

  /** Tells of the failure; the work folder stays for a look. */
  public StepFailedException failed(Throwable cause) {
    StepFailedException failure = StepFailedException.of(step.name(), cause);
    events.error(step.name(), failure.getMessage());
    return failure;
  }

  private static String describe(@Nullable Ledger ledger) {
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
