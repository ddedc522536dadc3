package io.millrace.benchmarks.scores;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * A Spark 2.4 master and two workers with one core each, as {@code deploy/standalone} starts them.
 */
final class Cluster implements AutoCloseable {
  private static final String VERSION = "spark-2.4";

  private final Path home;
  private final Path scratch;
  private final String master;
  private final Thread end = new Thread(this::stop);

  private Cluster(Path home, Path scratch) throws IOException, InterruptedException {
    this.home = home;
    this.scratch = scratch;
    this.master = script(home, scratch, "start");
    Runtime.getRuntime().addShutdownHook(end);
  }

  /**
   * Starts it; its files lie below a folder.
   *
   * @throws IOException if it does not start
   */
  static Cluster start(Path home, Path scratch) throws IOException, InterruptedException {
    return new Cluster(home, scratch);
  }

  /** Its address. */
  String master() {
    return master;
  }

  private static String script(Path home, Path scratch, String verb)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(home.resolve("deploy/standalone/cluster").toString(), verb, VERSION)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder
        .environment()
        .putAll(
            Map.of(
                "MILLRACE_CLUSTER_DIR", scratch.resolve("cluster").toString(),
                "MASTER_PORT", "0",
                "MASTER_WEBUI_PORT", "0",
                "WORKER_WEBUI_PORT", "0",
                "WORKER_CORES", "1",
                "WORKER_MEMORY", "2g"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException(
          "Cannot %s a Spark cluster: the script ended with code %d (expected 0). Its messages stand above."
              .formatted(verb, code));
    }
    return said.strip();
  }

  private void stop() {
    try {
      script(home, scratch, "stop");
    } catch (IOException e) {
      System.err.printf("Cannot end the Spark cluster: %s. Look for its processes.%n", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
    Runtime.getRuntime().removeShutdownHook(end);
  }
}
