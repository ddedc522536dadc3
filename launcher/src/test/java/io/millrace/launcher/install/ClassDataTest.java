package io.millrace.launcher.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassDataTest {
  @TempDir private Path home;
  @TempDir private Path scratch;
  private Path jar;
  private ClassData data;

  @BeforeEach
  void install() throws IOException {
    Path jars = Files.createDirectories(home.resolve("deploy/spark-3.5/target/runtime/jars"));
    Files.createDirectories(jars.resolveSibling("lib"));
    jar = Files.writeString(jars.resolve("spark.jar"), "one");
    Installation installation = new Installation(home);
    data = installation.classData(installation.runtime(SparkVersion.SPARK_3_5));
  }

  @Test
  void theFirstProcessWritesWhatTheNextOneUses() throws IOException {
    assertThat(last(data.options(scratch)))
        .isEqualTo("-XX:ArchiveClassesAtExit=" + scratch.resolve("classes.jsa"));

    Files.writeString(scratch.resolve("classes.jsa"), "classes");
    data.keep(scratch);

    assertThat(archives()).hasSize(1);
    assertThat(last(data.options(scratch))).isEqualTo("-XX:SharedArchiveFile=" + archives().get(0));
    assertThat(archives().get(0)).hasContent("classes");
  }

  @Test
  void otherJarsReplaceTheArchive() throws IOException {
    Files.writeString(scratch.resolve("classes.jsa"), "old");
    data.keep(scratch);
    List<Path> before = archives();
    Files.writeString(jar, "another");

    assertThat(last(data.options(scratch))).startsWith("-XX:ArchiveClassesAtExit=");
    Files.writeString(scratch.resolve("classes.jsa"), "new");
    data.keep(scratch);

    assertThat(archives()).hasSize(1).doesNotContainAnyElementsOf(before);
    assertThat(archives().get(0)).hasContent("new");
  }

  @Test
  void aProcessThatWroteNothingLeavesNothing() throws IOException {
    data.keep(scratch);

    assertThat(home.resolve("target")).doesNotExist();
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("target/class-data"))) {
      return files.toList();
    }
  }

  private static String last(List<String> options) {
    return options.get(options.size() - 1);
  }
}
