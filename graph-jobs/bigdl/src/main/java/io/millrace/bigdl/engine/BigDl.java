package io.millrace.bigdl.engine;

import com.intel.analytics.bigdl.mkl.MKL;
import com.intel.analytics.bigdl.optim.DistriOptimizer;
import com.intel.analytics.bigdl.utils.Engine;
import com.intel.analytics.bigdl.utils.Engine$;
import io.millrace.bigdl.checkpoint.CheckpointPart;
import io.millrace.bigdl.data.Shard;
import io.millrace.spec.network.TrainingPlan;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;

/** The door to BigDL: all that the rest of Millrace knows of it. */
public final class BigDl {
  private BigDl() {}

  /** Adds what BigDL needs of Spark. */
  public static SparkConf configure(SparkConf conf) {
    // More partitions than executors are looked at with suspicion otherwise, also after a loss.
    System.setProperty("bigdl.check.singleton", "false");
    return Engine.createSparkConf(conf);
  }

  /**
   * Starts BigDL in a driver with a Spark context.
   *
   * @throws IllegalStateException if its native libraries do not load
   */
  public static void start() {
    // Each step is two jobs of Spark: some forty lines that cost time and bury all else.
    Logger.getLogger("com.intel.analytics.bigdl").setLevel(Level.WARN);
    Logger.getLogger("org.apache.spark").setLevel(Level.WARN);
    requireNatives();
    Engine.init();
  }

  /** Fails unless BigDL's native libraries work in this process. */
  public static void requireNatives() {
    boolean loaded;
    try {
      loaded = MKL.isMKLLoaded();
    } catch (LinkageError e) {
      throw new IllegalStateException(nativesMessage(), e);
    }
    if (!loaded) {
      throw new IllegalStateException(nativesMessage());
    }
  }

  private static String nativesMessage() {
    return "Cannot use BigDL: its native libraries do not load on %s %s (expected x86-64 Linux with a writable '%s'). Run: millrace doctor."
        .formatted(
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            System.getProperty("java.io.tmpdir"));
  }

  /**
   * Trains from a checkpoint or from the start until the listener ends it or the plan's epochs are
   * over. Results stand in the checkpoints.
   *
   * @param shards one for each executor, cached
   * @param weights all parameters at the first step
   * @param firstStep from 0, a multiple of the steps of an epoch
   */
  public static void train(
      TrainingPlan plan,
      JavaRDD<Shard> shards,
      CheckpointPart.Folders checkpoints,
      float[] weights,
      long firstStep,
      StepListener listener) {
    PlanText plans = new PlanText(plan);
    // A graph that is one example takes one core, however many there are.
    Engine$.MODULE$.setNodeAndCore(plan.executors(), plan.cores());
    ShardDataSet data = new ShardDataSet(shards, Steps.of(plan));
    DistriOptimizer<Object> optimizer = optimizer(plans, data, weights);
    // BigDL's own format for the wire keeps 8 bits of a float's 24.
    optimizer.setCompressType("none");
    optimizer.setOptimMethod(new UpdateMethod(plans, checkpoints, weights.length, firstStep));
    optimizer.setEndWhen(new StepTrigger(data, plan, listener, optimizer::metrics, firstStep));
    Double clipNorm = plan.settings().clipNorm();
    if (clipNorm != null) {
      optimizer.setGradientClippingByl2Norm(clipNorm);
    }
    optimizer.optimize();
  }

  /** Steps that use every row once, with at most {@code batchSize} rows in each. */
  public static int stepsPerEpoch(long trainRows, int executors, int batchSize) {
    return Steps.perEpoch(trainRows, executors, batchSize);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static DistriOptimizer<Object> optimizer(
      PlanText plans, ShardDataSet data, float[] weights) {
    // Module and criterion are typed more narrowly than BigDL's own signature asks for.
    return new DistriOptimizer(
        new NetworkModule(plans, weights),
        data,
        new LossCriterion(plans),
        Scala.FLOAT,
        Scala.FLOATS);
  }
}
