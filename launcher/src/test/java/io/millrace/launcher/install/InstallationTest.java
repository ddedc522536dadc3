package io.millrace.launcher.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
  @TempDir private Path home;

  @Test
  void findsTheRuntimesOfASourceTreeWhereTheyAreAssembled() throws IOException {
    Path runtime = Files.createDirectories(home.resolve("deploy/spark-2.4/target/runtime"));

    assertThat(new Installation(home).runtime(SparkVersion.SPARK_2_4).folder()).isEqualTo(runtime);
  }

  @Test
  void findsTheRuntimesOfAnUnpackedReleaseInLib() throws IOException {
    Path runtime = Files.createDirectories(home.resolve("lib/spark-2.4"));

    assertThat(new Installation(home).runtime(SparkVersion.SPARK_2_4).folder()).isEqualTo(runtime);
  }
}
