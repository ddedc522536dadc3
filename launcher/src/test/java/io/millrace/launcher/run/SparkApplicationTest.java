package io.millrace.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.launcher.install.Installation;
import io.millrace.spec.ResourceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkApplicationTest {
  private static final SparkSettings SETTINGS =
      new SparkSettings(
          null, Map.of("spark.x", "1"), new ResourceSpec(2, 1L << 30, null), Machine.current());

  @TempDir private Path folder;

  @Test
  void startsSparksOwnSubmitWithJobAndLibraries() throws IOException {
    Path lib = Files.createDirectories(folder.resolve("deploy/spark-3.5/target/runtime/lib"));
    Path jobs = Files.createFile(lib.resolve("pipeline-jobs-1.jar"));
    Path other = Files.createFile(lib.resolve("spec-1.jar"));

    ProcessBuilder process = application().process(List.of("--run", "r"), Path.of("/scratch"));

    assertThat(process.command())
        .contains("-Xmx1024m", "-Duser.timezone=UTC", "org.apache.spark.deploy.SparkSubmit")
        .contains("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED")
        .containsSequence("--master", "local[2]", "--class", "io.millrace.jobs.RunSteps")
        .containsSequence("--conf", "spark.x=1")
        .containsSequence("--jars", other.toString(), jobs.toString(), "--run", "r");
    assertThat(process.environment())
        .containsEntry("SPARK_HOME", lib.getParent().toString())
        .containsEntry("SPARK_SCALA_VERSION", "2.12")
        .containsEntry("SPARK_LOCAL_IP", "127.0.0.1");
  }

  @Test
  void saysHowToBuildWhatIsMissing() {
    assertThatThrownBy(() -> application().process(List.of(), Path.of("/scratch")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Cannot find the jobs in '" + folder + "': Millrace is not built")
        .hasMessageEndingWith("mvn -DskipTests package.");
  }

  private SparkApplication application() {
    return new SparkApplication(new Installation(folder), SETTINGS, "io.millrace.jobs.RunSteps");
  }
}
