package io.millrace.bigdl;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native libraries that cannot be unpacked, in a process of their own. */
class NativesIT {
  @TempDir Path folder;

  @Test
  void nativesThatDoNotLoadAreNamedWithWhatToDo() throws Exception {
    // Nothing can be unpacked below a file, whoever asks.
    Path file = Files.createFile(folder.resolve("file"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.add("-Djava.io.tmpdir=" + file);
    command.add("-Dspark.local.dir=" + folder);
    command.addAll(
        List.of(
            "-Dspark.master=local[1]",
            "-Dspark.ui.enabled=false",
            "-Dspark.driver.host=127.0.0.1",
            "-Dspark.driver.bindAddress=127.0.0.1",
            "-cp",
            System.getProperty("java.class.path"),
            TrainSteps.class.getName(),
            "--run",
            folder.toString(),
            "--steps",
            "train-mlp"));
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor()).as(Files.readString(err)).isEqualTo(1);
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(out))
        .contains("\"event\":\"error\"", "Cannot use BigDL: its native libraries do not load on ")
        .contains("expected x86-64 Linux with a writable '" + file + "'");
  }
}
