package io.millrace.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts {@code ./millrace} as a user does, and waits for its end. */
final class Launch {
  static final Path HOME = Path.of(System.getProperty("millrace.home")).toAbsolutePath();
  private static final int MINUTES = 10;

  private Launch() {}

  /** How a process ended. */
  record Ended(int code, String out, String err) {}

  static Ended millrace(Path folder, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(HOME.resolve("millrace").toString());
    command.addAll(arguments);
    return run(folder, environment, command);
  }

  static Ended millrace(Path folder, String... arguments) throws IOException, InterruptedException {
    return millrace(folder, Map.of(), Arrays.asList(arguments));
  }

  static Ended run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    Process process = start(folder, environment, command, out, err);
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new IllegalStateException(
            command + " did not end; it said: " + Files.readString(err));
      }
      return new Ended(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  static Process start(
      Path folder, Map<String, String> environment, List<String> command, Path out, Path err)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }

  /** Waits until a running process has written a text to a file. */
  static void awaitText(Process process, Path file, String text) throws IOException {
    while (!Files.readString(file).contains(text)) {
      if (!process.isAlive()) {
        throw new IllegalStateException(
            "The process ended before it said '%s': %s".formatted(text, Files.readString(file)));
      }
      Thread.onSpinWait();
    }
  }
}
