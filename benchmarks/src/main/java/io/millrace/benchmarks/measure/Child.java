package io.millrace.benchmarks.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A program in a JVM of its own, which ends with this one at the latest. */
public final class Child implements AutoCloseable {
  /** What a program says when it could begin. */
  public static final String READY = "ready";

  private final Process process;
  private final BufferedReader output;

  private Child(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts a program; the caller closes it.
   *
   * @param program with a {@code main}, on this JVM's class path
   */
  public static Child start(Class<?> program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    // As little as it takes: many of them share a machine. Of its performance data Java would warn
    // in the output that is read here, where another process has the same number.
    command.addAll(
        List.of(
            "-Xmx512m", "-XX:-UsePerfData", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new Child(process);
  }

  /** Waits until it says that it is ready. */
  public void awaitReady() throws IOException {
    String line = output.readLine();
    if (!READY.equals(line)) {
      throw new IOException(
          "Cannot measure: a program said '%s' (expected '%s').".formatted(line, READY));
    }
  }

  /** Ends its standard input after one line. */
  public void go() throws IOException {
    try (OutputStream input = process.getOutputStream()) {
      input.write('\n');
    }
  }

  /** The next thing that it says. */
  public String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException("Cannot measure: a program ended before it was killed.");
    }
    return line;
  }

  /** What it says until it ends by itself. */
  public List<String> finish() throws IOException, InterruptedException {
    List<String> lines = output.lines().toList();
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException(
          "Cannot measure: a program ended with code %d (expected 0).".formatted(code));
    }
    return lines;
  }

  /** SIGKILL; what it had said until then, but for a line that it did not finish. */
  public List<String> kill() throws IOException, InterruptedException {
    // Not by the process itself, which would close the pipe before it is read.
    boolean asked = process.toHandle().destroyForcibly();
    List<String> lines = output.lines().toList();
    int code = process.waitFor();
    if (!asked || code == 0) {
      throw new IOException("Cannot measure: a program ended before it was killed.");
    }
    return lines;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
