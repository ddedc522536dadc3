package io.millrace.benchmarks.prepare;

import io.millrace.handoff.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;

/** Runs programs one after the other, each in a fresh JVM with the same settings. */
public final class Children {
  private static final List<String> SETTINGS =
      List.of(
          "-Duser.timezone=UTC",
          "-Dspark.master=local[2]",
          "-Dspark.driver.host=127.0.0.1",
          "-Dspark.driver.bindAddress=127.0.0.1",
          "-Dspark.ui.enabled=false");

  private static final String HEAP = "4g";

  private final Path scratch;
  private final String heap;

  public Children(Path scratch) {
    this(scratch, HEAP);
  }

  /**
   * @param heap of each program, as Java writes sizes
   */
  public Children(Path scratch, String heap) {
    this.scratch = scratch;
    this.heap = heap;
  }

  /**
   * Runs a program that prints an outcome.
   *
   * @throws IOException if it failed, with the end of its log
   */
  Outcome outcome(Class<?> program, String... arguments) throws IOException, InterruptedException {
    String line =
        run(program, arguments).stream()
            .filter(text -> text.startsWith(Outcome.PREFIX))
            .findFirst()
            .orElseThrow(() -> new IOException("Cannot measure: the program gave no outcome."));
    byte[] json =
        line.substring(Outcome.PREFIX.length()).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return Json.read(json, Outcome.class, program.getSimpleName());
  }

  /** Runs a program to its end; what it printed. */
  public List<String> run(Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    Path log = scratch.resolve(program.getSimpleName() + ".log");
    Path out = scratch.resolve(program.getSimpleName() + ".out");
    Process process =
        new ProcessBuilder(command(program, arguments))
            .directory(scratch.toFile())
            .redirectError(log.toFile())
            .redirectOutput(out.toFile())
            .start();
    Thread end = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(end);
    int code = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(end);
    if (code != 0) {
      List<String> lines = Files.readAllLines(log);
      throw new IOException(
          "Cannot measure: %s ended with code %d (expected 0). Its last words:%n%s"
              .formatted(
                  program.getSimpleName(),
                  code,
                  String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()))));
    }
    return Files.readAllLines(out);
  }

  private List<String> command(Class<?> program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().trim().split("\\s+", -1)));
    command.addAll(List.of("-Xms" + heap, "-Xmx" + heap));
    command.addAll(SETTINGS);
    command.add("-Djava.io.tmpdir=" + scratch);
    command.add("-cp");
    command.add(String.join(File.pathSeparator, System.getProperty("java.class.path")));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    return command;
  }
}
