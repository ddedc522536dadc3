package io.millrace.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.launcher.install.Installation;
import io.millrace.launcher.install.SparkVersion;
import io.millrace.spec.ResourceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkApplicationTest {
  private static final SparkSettings SETTINGS =
      new SparkSettings(
          null, Map.of("spark.x", "1"), new ResourceSpec(2, 1L << 30, null), Machine.current());

  private static final Processor AMD = new Processor("AuthenticAMD");

  @TempDir private Path folder;

  @Test
  void startsSparksOwnSubmitWithJobAndLibraries() throws IOException {
    Path lib = Files.createDirectories(folder.resolve("deploy/spark-3.5/target/runtime/lib"));
    Files.createDirectories(lib.resolveSibling("jars"));
    Files.createFile(lib.resolve("pipeline-jobs-1.jar"));

    ProcessBuilder process = application().process(List.of("--run", "r"), Path.of("/scratch"));

    assertThat(process.command())
        .contains("-Xmx1024m", "-Duser.timezone=UTC", "org.apache.spark.deploy.SparkSubmit")
        .contains("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED", "-Djava.io.tmpdir=/scratch")
        .containsSequence("--master", "local[2]", "--class", "io.millrace.jobs.RunSteps")
        .containsSequence("--conf", "spark.x=1")
        .containsSequence("spark-internal", "--run", "r")
        .contains(lib.resolveSibling("jars") + "/*:" + lib + "/*");
    assertThat(process.environment())
        .containsEntry("SPARK_HOME", lib.getParent().toString())
        .containsEntry("SPARK_SCALA_VERSION", "2.12")
        .containsEntry("SPARK_LOCAL_IP", "127.0.0.1")
        .containsEntry("TMPDIR", "/scratch");
    assertThat(application().environment()).doesNotContainKey(Processor.MKL_VARIABLE);
  }

  @Test
  void bigDlGetsItsOwnSparkOnTheDriversCores() throws IOException {
    Path jobs = bigdlJar();

    ProcessBuilder process = bigdl(null).process(List.of("--run", "r"), Path.of("/scratch"));

    assertThat(process.command())
        .contains("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED")
        .containsSequence("--master", "local[2]", "--class", SparkJobs.BIGDL_STEPS)
        .containsSequence("spark-internal", "--run", "r")
        .contains("spark.scheduler.minRegisteredResourcesRatio=1.0")
        .noneMatch(word -> word.startsWith("spark.task.cpus"))
        .anyMatch(
            word ->
                word.matches(
                    ".*/jars/bigdl-1\\.jar:.*/jars/spark-core_2\\.jar:.*/jars/\\*:.*/lib/\\*"));
    assertThat(process.environment())
        .containsEntry("SPARK_HOME", jobs.getParent().getParent().toString())
        .containsEntry("SPARK_SCALA_VERSION", "2.11")
        .containsKey(Processor.MKL_VARIABLE);
  }

  @Test
  void bigDlGetsOneTaskOnEachExecutorOfACluster() throws IOException {
    Path jobs = bigdlJar();

    List<String> command =
        bigdl("spark://127.0.0.1:7177").process(List.of(), Path.of("/scratch")).command();

    assertThat(command)
        .contains(
            "spark.executor.cores=2",
            "spark.task.cpus=2",
            "spark.cores.max=2",
            "spark.executorEnv.SPARK_SCALA_VERSION=2.11",
            "spark.executorEnv.MKL_DEBUG_CPU_TYPE=5")
        .containsSequence("--jars", jobs.resolveSibling("spec-1.jar").toString(), jobs.toString())
        .anyMatch(
            word ->
                word.startsWith("spark.executor.extraJavaOptions=")
                    && word.contains("--add-opens=java.base/java.lang=ALL-UNNAMED")
                    && word.contains("-Duser.timezone=UTC"));
  }

  @Test
  void whatTheUserSetsForBigDlStays() {
    Map<String, String> given =
        Map.of(
            "spark.executor.cores", "4",
            "spark.task.cpus", "2",
            "spark.executorEnv.MKL_DEBUG_CPU_TYPE", "1");

    assertThat(new BigDlConf("-Dopen", AMD.mklType()).complete(given, false))
        .containsAllEntriesOf(given)
        .containsEntry("spark.cores.max", "4")
        .containsEntry("spark.executor.extraJavaOptions", "-Dopen");
  }

  @Test
  void onlyAmdIsToldWhatMklShouldUse() throws IOException {
    Path amd =
        Files.writeString(folder.resolve("amd"), "processor: 0\nvendor_id\t: AuthenticAMD\n");
    Path intel = Files.writeString(folder.resolve("intel"), "vendor_id\t: GenuineIntel\n");

    assertThat(Processor.read(amd).mklType()).contains("5");
    assertThat(Processor.read(intel)).isEqualTo(new Processor("GenuineIntel"));
    assertThat(Processor.read(intel).mklType()).isEmpty();
    assertThat(Processor.read(folder.resolve("nothing")).mklType()).isEmpty();
  }

  private Path bigdlJar() throws IOException {
    Path jars = Files.createDirectories(folder.resolve("deploy/spark-2.4/target/runtime/jars"));
    for (String jar : List.of("a.jar", "spark-core_2.jar", "bigdl-1.jar")) {
      Files.createFile(jars.resolve(jar));
    }
    Path lib = Files.createDirectories(folder.resolve("deploy/spark-2.4/target/runtime/lib"));
    Files.createFile(lib.resolve("spec-1.jar"));
    return Files.createFile(lib.resolve("bigdl-1.jar"));
  }

  private SparkApplication bigdl(@Nullable String master) {
    return new SparkApplication(
        new Installation(folder),
        SparkVersion.SPARK_2_4,
        new SparkSettings(master, Map.of(), new ResourceSpec(2, 1L << 30, null), Machine.current()),
        SparkJobs.BIGDL_STEPS,
        AMD);
  }

  @Test
  void saysHowToBuildWhatIsMissing() {
    assertThatThrownBy(() -> application().process(List.of(), Path.of("/scratch")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Cannot find the jobs for Spark 3.5 in '" + folder)
        .hasMessageEndingWith("mvn -DskipTests package.");
  }

  private SparkApplication application() {
    return new SparkApplication(
        new Installation(folder),
        SparkVersion.SPARK_3_5,
        SETTINGS,
        "io.millrace.jobs.RunSteps",
        AMD);
  }
}
