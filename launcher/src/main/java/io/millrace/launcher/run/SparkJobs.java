package io.millrace.launcher.run;

import io.millrace.launcher.install.Installation;
import io.millrace.launcher.install.SparkVersion;

/**
 * The jobs of steps: Millrace's own with Spark 3.5, those of BigDL with Spark 2.4.
 *
 * @param spark where and with what the first run
 * @param bigdl where and with what the second run
 */
public record SparkJobs(Installation installation, SparkSettings spark, SparkSettings bigdl)
    implements Applications {
  static final String STEPS = "io.millrace.jobs.RunSteps";
  static final String BIGDL_STEPS = "io.millrace.bigdl.TrainSteps";

  @Override
  public Application on(SparkVersion version) {
    return version == SparkVersion.SPARK_2_4
        ? bigdlApplication()
        : new SparkApplication(installation, version, spark, STEPS);
  }

  SparkApplication bigdlApplication() {
    return new SparkApplication(installation, SparkVersion.SPARK_2_4, bigdl, BIGDL_STEPS);
  }

  /** A master understands only its own version of Spark. */
  @Override
  public String note(SparkVersion version) {
    if (version == SparkVersion.SPARK_2_4 && bigdl.isLocal() && !spark.isLocal()) {
      return "BigDL runs here, as %s: it cannot use %s, which is a master of Spark 3.5. Name one of Spark 2.4 by --bigdl-master."
          .formatted(bigdl.master(), spark.master());
    }
    return "";
  }
}
