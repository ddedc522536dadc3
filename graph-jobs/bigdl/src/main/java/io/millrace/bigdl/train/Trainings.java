package io.millrace.bigdl.train;

import io.millrace.bigdl.engine.BigDl;
import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.Storage;
import io.millrace.handoff.step.Events;
import io.millrace.handoff.step.StepAttempt;
import io.millrace.handoff.step.StepFailedException;
import io.millrace.spec.run.StepPlan;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** The training steps of one run in one Spark application. */
public final class Trainings implements AutoCloseable {
  private static final String STEP_PREFIX = "train-";

  private final JavaSparkContext spark;
  private final RunDirectory run;
  private final Events events;
  private final ExecutorWatch executors;

  private Trainings(JavaSparkContext spark, RunDirectory run, Events events) {
    this.spark = spark;
    this.run = run;
    this.events = events;
    this.executors = ExecutorWatch.start(spark);
  }

  /**
   * Starts Spark and BigDL.
   *
   * @param folder a run directory
   * @throws IllegalStateException if BigDL's native libraries do not load
   */
  public static Trainings open(String folder, Events events) throws IOException {
    JavaSparkContext spark = new JavaSparkContext(configure(new SparkConf()));
    try {
      BigDl.start();
      Storage storage = new Storage(spark.hadoopConfiguration());
      return new Trainings(
          spark, new RunDirectory(storage, storage.qualify(new Path(folder).toString())), events);
    } catch (IOException | RuntimeException | LinkageError e) {
      spark.close();
      throw e;
    }
  }

  /** Adds what trainings need of Spark. */
  static SparkConf configure(SparkConf given) {
    SparkConf conf = BigDl.configure(given.setIfMissing("spark.app.name", "millrace"));
    // One task for each executor at a time: BigDL shares its work between the cores itself.
    conf.set("spark.task.cpus", String.valueOf(cores(conf)));
    // A step that ran in part must not run again: training goes on from the checkpoint instead.
    conf.set("spark.task.maxFailures", "1");
    // The rows of an executor are one block: Spark would ask for half as much again before it
    // keeps them. They stay for the whole training, which shuffles nothing.
    conf.setIfMissing("spark.storage.unrollMemoryGrowthFactor", "1");
    conf.setIfMissing("spark.memory.fraction", "0.7");
    return conf;
  }

  /**
   * Trains the model of a step.
   *
   * @throws StepFailedException if it failed; checkpoints stay for the next attempt
   */
  public void run(String name) throws Exception {
    StepPlan step = run.plan().step(name);
    StepAttempt attempt = StepAttempt.fresh(run, step, events);
    try {
      TrainingInput input =
          TrainingInput.read(run, name.substring(STEP_PREFIX.length()), executors(), cores());
      new TrainStep(spark, run, executors, events, step, input).run(attempt);
    } catch (Exception | Error e) {
      throw attempt.failed(e);
    }
  }

  private int cores() {
    return cores(spark.getConf());
  }

  private static int cores(SparkConf conf) {
    String master = conf.get("spark.master", "local[1]");
    if (master.startsWith("local")) {
      String inside = master.replaceAll("[^0-9*,]", "");
      return inside.startsWith("*")
          ? Runtime.getRuntime().availableProcessors()
          : inside.isEmpty() ? 1 : Integer.parseInt(inside.split(",", -1)[0]);
    }
    return conf.getInt("spark.executor.cores", 1);
  }

  private int executors() {
    SparkConf conf = spark.getConf();
    if (spark.sc().isLocal()) {
      return 1;
    }
    return conf.contains("spark.cores.max")
        ? Math.max(1, conf.getInt("spark.cores.max", 1) / cores())
        : conf.getInt("spark.executor.instances", 1);
  }

  @Override
  public void close() {
    spark.close();
  }
}
