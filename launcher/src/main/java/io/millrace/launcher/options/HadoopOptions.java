package io.millrace.launcher.options;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Option;

/** Settings of Spark, of which those of Hadoop also hold for the launcher itself. */
public final class HadoopOptions {
  private static final String HADOOP_PREFIX = "spark.hadoop.";

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description =
          "A Spark property; spark.hadoop.* also holds for what the launcher reads and writes. Repeatable.")
  private Map<String, String> conf = new LinkedHashMap<>();

  /** All settings. */
  public Map<String, String> spark() {
    return conf;
  }

  /** A new configuration with the settings of Hadoop. */
  public Configuration hadoop() {
    Configuration hadoop = new Configuration();
    conf.forEach(
        (key, value) -> {
          if (key.startsWith(HADOOP_PREFIX)) {
            hadoop.set(key.substring(HADOOP_PREFIX.length()), value);
          }
        });
    return hadoop;
  }
}
