package io.millrace.launcher.run;

import io.millrace.launcher.install.ClassData;
import io.millrace.launcher.install.Installation;
import io.millrace.launcher.install.SparkRuntime;
import io.millrace.launcher.install.SparkVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A job of Millrace, started through Spark's own {@code SparkSubmit} in a process of its own. */
public final class SparkApplication implements Application {
  private static final String SUBMIT = "org.apache.spark.deploy.SparkSubmit";
  private static final String OPENS = "spark-opens.txt";

  /** Spark's word for a main class that is on the class path already. */
  private static final String NO_RESOURCE = "spark-internal";

  private final SparkRuntime runtime;
  private final ClassData classData;
  private final SparkSettings settings;
  private final String mainClass;
  private final Optional<String> mklType;

  public SparkApplication(
      Installation installation, SparkVersion version, SparkSettings settings, String mainClass) {
    this(installation, version, settings, mainClass, Processor.current());
  }

  SparkApplication(
      Installation installation,
      SparkVersion version,
      SparkSettings settings,
      String mainClass,
      Processor processor) {
    this.runtime = installation.runtime(version);
    this.classData = installation.classData(runtime);
    this.mklType =
        runtime.version() == SparkVersion.SPARK_2_4 ? processor.mklType() : Optional.empty();
    this.settings = settings;
    this.mainClass = mainClass;
  }

  @Override
  public ProcessBuilder process(List<String> arguments, Path scratch) throws IOException {
    List<String> sharing = ownClassPath().isEmpty() ? classData.options(scratch) : List.of();
    ProcessBuilder process = new ProcessBuilder(command(arguments, scratch, sharing));
    process.environment().putAll(environment());
    process.environment().put("TMPDIR", scratch.toString());
    return process;
  }

  /** The command for others, who take no care of kept classes. */
  List<String> command(List<String> arguments, Path scratch) throws IOException {
    return command(arguments, scratch, List.of());
  }

  private List<String> command(List<String> arguments, Path scratch, List<String> sharing)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(java(scratch));
    command.addAll(sharing);
    command.addAll(List.of("-cp", classPath()));
    command.add(SUBMIT);
    command.addAll(List.of("--master", settings.master(), "--class", mainClass));
    conf(scratch).forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
    command.addAll(jobs());
    command.addAll(arguments);
    return command;
  }

  /**
   * Executors fetch the jobs from the driver; a driver that is alone has them on its class path.
   */
  private List<String> jobs() throws IOException {
    Path jobs = runtime.jobsJar();
    return settings.isLocal()
        ? List.of(NO_RESOURCE)
        : List.of("--jars", commaSeparated(runtime.libraries()), jobs.toString());
  }

  private Map<String, String> conf(Path scratch) throws IOException {
    Map<String, String> conf = settings.conf(scratch);
    return runtime.version() == SparkVersion.SPARK_2_4
        ? new BigDlConf(String.join(" ", opens()), mklType).complete(conf, settings.isLocal())
        : conf;
  }

  private List<String> java(Path scratch) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(opens());
    command.add("-Xmx" + (settings.driverHeapBytes() >> 20) + "m");
    if (runtime.version() == SparkVersion.SPARK_2_4) {
      // G1 marks beside the training and takes the cores from it for that.
      command.add("-XX:+UseParallelGC");
    }
    command.add("-Duser.timezone=UTC");
    // Nobody looks at the logger by JMX, and registering it is work before the first task.
    command.add("-Dlog4j2.disableJmx=true");
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Djava.io.tmpdir=" + scratch);
    return command;
  }

  @Override
  public void finished(Path scratch) {
    classData.keep(scratch);
  }

  private String classPath() throws IOException {
    List<String> jobs = settings.isLocal() ? List.of(runtime.lib() + "/*") : List.of();
    return Stream.of(ownClassPath(), runtime.classPath(), jobs)
        .flatMap(List::stream)
        .collect(Collectors.joining(java.io.File.pathSeparator));
  }

  /** The script spark-submit would read the driver's class path from the properties; so do we. */
  private List<String> ownClassPath() {
    return Stream.of(
            System.getenv("SPARK_CONF_DIR"),
            System.getenv("HADOOP_CONF_DIR"),
            settings.driverClassPath())
        .filter(entry -> entry != null && !entry.isBlank())
        .toList();
  }

  /**
   * What the process has in its environment besides this one's; what a user chose for MKL stays.
   */
  Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    environment.put("SPARK_HOME", runtime.folder().toString());
    environment.put("SPARK_SCALA_VERSION", runtime.version().scala());
    mklType.ifPresent(
        type ->
            environment.put(
                Processor.MKL_VARIABLE,
                Objects.requireNonNullElse(System.getenv(Processor.MKL_VARIABLE), type)));
    if (settings.isLoopback()) {
      environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    }
    return environment;
  }

  private static String commaSeparated(List<Path> paths) {
    return paths.stream().map(Path::toString).collect(Collectors.joining(","));
  }

  private static List<String> opens() throws IOException {
    try (InputStream in = SparkApplication.class.getResourceAsStream(OPENS)) {
      if (in == null) {
        throw new IOException(
            "Cannot start Spark: the resource '%s' is missing. Build again: mvn -DskipTests package."
                .formatted(OPENS));
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.trim().split("\\s+", -1)).toList();
    }
  }
}
