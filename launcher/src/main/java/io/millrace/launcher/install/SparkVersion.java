package io.millrace.launcher.install;

/** The two versions of Spark that jobs run with; they never meet on one class path. */
public enum SparkVersion {
  /** For all jobs but those of BigDL. */
  SPARK_3_5("3.5", "2.12", "pipeline-jobs-"),
  /** For BigDL, whose last release was built for it. */
  SPARK_2_4("2.4", "2.11", "bigdl-");

  private final String number;
  private final String scala;
  private final String jobs;

  SparkVersion(String number, String scala, String jobs) {
    this.number = number;
    this.scala = scala;
    this.jobs = jobs;
  }

  /** Major and minor version. */
  public String number() {
    return number;
  }

  /** Binary version of Scala, which Spark's processes ask for. */
  public String scala() {
    return scala;
  }

  /** What the name of the jar of its jobs begins with. */
  String jobs() {
    return jobs;
  }
}
