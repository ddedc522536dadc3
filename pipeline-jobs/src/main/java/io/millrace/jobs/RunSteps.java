package io.millrace.jobs;

import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.Storage;
import io.millrace.handoff.step.Events;
import io.millrace.handoff.step.JobArguments;
import io.millrace.handoff.step.StepFailedException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs neighbouring steps in one application.
 *
 * <pre>spark-submit --class io.millrace.jobs.RunSteps pipeline-jobs.jar --run FOLDER --steps A,B,C
 * </pre>
 *
 * FOLDER is a run directory that holds definition.json and plan.json. Exit code 0: done, 1: failed,
 * 2: wrong arguments, 3: done, but the best model failed the gate.
 */
public final class RunSteps {
  private static final Logger LOG = LoggerFactory.getLogger(RunSteps.class);

  /** Exit code of a job whose best model failed the gate. */
  public static final int GATE_FAILED = 3;

  private RunSteps() {}

  public static void main(String[] arguments) {
    JobArguments parsed = parseOrExit(arguments, "run", "steps");
    exit(run(parsed.required("run"), List.of(parsed.required("steps").split(",", -1))));
  }

  /** The main method of a job that is one step. */
  public static void single(String[] arguments, String step) {
    JobArguments parsed = parseOrExit(arguments, "run");
    exit(run(parsed.required("run"), List.of(step)));
  }

  /** The main method of a job that is the step of one model. */
  public static void singleModel(String[] arguments, String prefix) {
    JobArguments parsed = parseOrExit(arguments, "run", "model");
    exit(run(parsed.required("run"), List.of(prefix + parsed.required("model"))));
  }

  static JobArguments parseOrExit(String[] arguments, String... known) {
    try {
      JobArguments parsed = JobArguments.parse(arguments, known);
      List.of(known).forEach(parsed::required);
      return parsed;
    } catch (IllegalArgumentException e) {
      new Events(System.out).error("", e.getMessage());
      System.exit(2);
      throw e;
    }
  }

  static int run(String folder, List<String> steps) {
    Events events = new Events(System.out);
    try (SparkSession spark = JobSession.open("millrace " + String.join(",", steps))) {
      Storage storage = new Storage(spark.sparkContext().hadoopConfiguration());
      RunDirectory run = new RunDirectory(storage, storage.qualify(new Path(folder).toString()));
      StepRunner runner = new StepRunner(spark, run, events);
      for (String step : steps) {
        runner.run(step);
      }
      return GateVerdict.passed(run, steps) ? 0 : GATE_FAILED;
    } catch (StepFailedException e) {
      LOG.error("The step failed", e);
      return 1;
    } catch (Exception e) {
      LOG.error("The job failed", e);
      events.error("", String.valueOf(e.getMessage()));
      return 1;
    }
  }

  /** Barrier stages and Hadoop clients may leave threads behind: end the JVM for certain. */
  private static void exit(int code) {
    System.out.flush();
    System.exit(code);
  }
}
