package io.millrace.launcher.run;

import io.millrace.launcher.install.SparkVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What BigDL asks of Spark besides the common settings. It runs one task on each executor and
 * divides its cores by itself, and wants to know beforehand how many there are of both.
 */
final class BigDlConf {
  private static final String EXECUTOR_CORES = "spark.executor.cores";
  private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";
  private static final String EXECUTOR_ENVIRONMENT = "spark.executorEnv.";

  private final String opens;
  private final Optional<String> mklType;

  /**
   * @param opens the options that open Java's modules; Spark 2.4 knows nothing of them
   * @param mklType see {@link Processor#mklType}
   */
  BigDlConf(String opens, Optional<String> mklType) {
    this.opens = opens;
    this.mklType = mklType;
  }

  /**
   * Common settings and BigDL's own; what is given wins.
   *
   * @param given the properties so far, the user's among them
   * @param local whether the driver is also the executor
   */
  Map<String, String> complete(Map<String, String> given, boolean local) {
    Map<String, String> conf = new LinkedHashMap<>(given);
    // BigDL refuses to start without these two.
    conf.putIfAbsent("spark.shuffle.reduceLocality.enabled", "false");
    conf.putIfAbsent("spark.scheduler.minRegisteredResourcesRatio", "1.0");
    // A second attempt of a task would train on the same batch at the same time.
    conf.putIfAbsent("spark.speculation", "false");
    if (!local) {
      executors(conf);
    }
    return conf;
  }

  private void executors(Map<String, String> conf) {
    conf.putIfAbsent(EXECUTOR_CORES, "1");
    String cores = conf.get(EXECUTOR_CORES);
    conf.putIfAbsent("spark.cores.max", cores);
    conf.putIfAbsent("spark.task.cpus", cores);
    conf.merge(EXECUTOR_OPTIONS, opens, (options, ours) -> ours + " " + options);
    conf.putIfAbsent(EXECUTOR_ENVIRONMENT + "SPARK_SCALA_VERSION", SparkVersion.SPARK_2_4.scala());
    mklType.ifPresent(
        type -> conf.putIfAbsent(EXECUTOR_ENVIRONMENT + Processor.MKL_VARIABLE, type));
  }
}
