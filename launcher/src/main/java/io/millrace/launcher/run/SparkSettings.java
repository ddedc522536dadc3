package io.millrace.launcher.run;

import io.millrace.spec.ResourceSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where and with what Spark works: the user's word first, then the definition's, then what the
 * machine has.
 */
public final class SparkSettings {
  private static final Pattern LOCAL = Pattern.compile("local(\\[(\\d+|\\*)(,\\s*\\d+)?])?");
  private static final long CLUSTER_DRIVER_HEAP = 1L << 30;

  /** What Spark gives an executor when nobody says. */
  private static final long SPARK_EXECUTOR_HEAP = 1L << 30;

  /** Part of every heap that Spark keeps for itself. */
  private static final long SPARK_RESERVED = 300L << 20;

  private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";

  private final String master;
  private final Map<String, String> userConf;
  private final ResourceSpec resources;
  private final Machine machine;

  /**
   * @param master a Spark master URL, null for this machine's cores
   * @param userConf Spark properties that win over all others
   */
  public SparkSettings(
      @Nullable String master,
      Map<String, String> userConf,
      ResourceSpec resources,
      Machine machine) {
    this.userConf = Map.copyOf(userConf);
    this.resources = resources;
    this.machine = machine;
    this.master = master != null ? master : "local[%d]".formatted(ownCores());
  }

  public String master() {
    return master;
  }

  /** Cores that work at the same time, as far as the settings tell. */
  public int cores() {
    Matcher local = LOCAL.matcher(master);
    if (local.matches()) {
      String cores = local.group(2);
      return cores == null ? 1 : cores.equals("*") ? machine.cores() : Integer.parseInt(cores);
    }
    return Objects.requireNonNullElse(resources.cores(), 1)
        * Objects.requireNonNullElse(resources.executors(), 1);
  }

  /** Heap that each core has, as far as the settings tell. */
  public long heapBytesPerCore() {
    if (isLocal()) {
      return (driverHeapBytes() - SPARK_RESERVED) / cores();
    }
    return (Objects.requireNonNullElse(resources.memoryBytes(), SPARK_EXECUTOR_HEAP)
            - SPARK_RESERVED)
        / Objects.requireNonNullElse(resources.cores(), 1);
  }

  /** Whether driver and executors are one process on this machine. */
  public boolean isLocal() {
    return LOCAL.matcher(master).matches();
  }

  /** Whether all processes of Spark are on this machine, so that none need listen elsewhere. */
  boolean isLoopback() {
    return isLocal() || master.startsWith("spark://127.0.0.1:");
  }

  long driverHeapBytes() {
    if (!isLocal()) {
      return CLUSTER_DRIVER_HEAP;
    }
    Long given = resources.memoryBytes();
    return given != null ? given : machine.heapBytes();
  }

  /** What the user adds to the driver's class path, null for nothing. */
  @Nullable String driverClassPath() {
    return userConf.get("spark.driver.extraClassPath");
  }

  /**
   * The properties to start with.
   *
   * @param scratch a local folder for Spark's own files
   */
  Map<String, String> conf(java.nio.file.Path scratch) {
    Map<String, String> conf = new LinkedHashMap<>();
    conf.put("spark.ui.enabled", "false");
    conf.put("spark.sql.session.timeZone", "UTC");
    conf.put("spark.local.dir", scratch.toString());
    conf.put("spark.sql.warehouse.dir", scratch.resolve("warehouse").toUri().toString());
    if (isLoopback()) {
      conf.put("spark.driver.host", "127.0.0.1");
      conf.put("spark.driver.bindAddress", "127.0.0.1");
    }
    if (!isLocal()) {
      executors(conf);
    }
    conf.putAll(userConf);
    // Times without a zone are read on the UTC clock everywhere; nobody may undo that by adding an
    // option of his own.
    conf.merge(EXECUTOR_OPTIONS, "-Duser.timezone=UTC", (given, ours) -> ours + " " + given);
    return conf;
  }

  private void executors(Map<String, String> conf) {
    Long memory = resources.memoryBytes();
    if (memory != null) {
      conf.put("spark.executor.memory", (memory >> 20) + "m");
    }
    Integer cores = resources.cores();
    if (cores != null) {
      conf.put("spark.executor.cores", cores.toString());
    }
    Integer executors = resources.executors();
    if (executors != null) {
      conf.put("spark.executor.instances", executors.toString());
      // A standalone master knows no number of executors, only cores in all.
      conf.put(
          "spark.cores.max", Integer.toString(executors * Objects.requireNonNullElse(cores, 1)));
    }
  }

  private int ownCores() {
    return Objects.requireNonNullElse(resources.cores(), machine.cores());
  }
}
