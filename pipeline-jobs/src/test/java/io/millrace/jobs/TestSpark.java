package io.millrace.jobs;

import org.apache.spark.sql.SparkSession;

/** The one Spark session of a test JVM: two threads, nothing that listens beyond this machine. */
public final class TestSpark {
  private static SparkSession session;

  private TestSpark() {}

  /** The session; it lives as long as the JVM. */
  public static synchronized SparkSession session() {
    if (session == null) {
      System.setProperty("spark.master", "local[2]");
      System.setProperty("spark.ui.enabled", "false");
      System.setProperty("spark.driver.host", "127.0.0.1");
      System.setProperty("spark.driver.bindAddress", "127.0.0.1");
      System.setProperty("spark.sql.shuffle.partitions", "4");
      session = JobSession.open("tests");
    }
    return session;
  }
}
