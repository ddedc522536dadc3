package io.millrace.catalog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;

/** A publisher or reader in a process of its own. It says what it does on its standard output. */
final class ChildJvm implements AutoCloseable {
  static final String READY = "ready";

  private static final int CACHED_BYTES = 4_000_000;

  private final Process process;
  private final BufferedReader output;

  private ChildJvm(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Publishes runs {@code <name>-1} to {@code <name>-<runs>} and, like all others, shared ones. */
  static ChildJvm publisher(String root, String name, int runs, int sharedRuns) throws IOException {
    return start(Racer.class, root, name, String.valueOf(runs), String.valueOf(sharedRuns));
  }

  /** Uploads the run, says that it is ready, and never commits. */
  static ChildJvm stuckBeforeCommit(Path root, String run) throws IOException {
    return start(Stuck.class, root.toString(), run);
  }

  /**
   * Reads a file through a cache again and again, and says each time whether it fetched it; the
   * file is the text {@code content} many times.
   */
  static ChildJvm cacheReader(Path cache, String content, int times) throws IOException {
    return start(CacheReader.class, cache.toString(), content, String.valueOf(times));
  }

  /** Says that it is ready in the middle of fetching the same file, and goes no further. */
  static ChildJvm stuckInFetch(Path cache, String content) throws IOException {
    return start(StuckInFetch.class, cache.toString(), content);
  }

  private static ChildJvm start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Java's warnings of that data would stand in the output that is read here.
    command.addAll(List.of("-Xmx256m", "-XX:-UsePerfData", "-XX:+UseSerialGC", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ChildJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  void awaitReady() throws IOException {
    String line = output.readLine();
    if (!READY.equals(line)) {
      throw new IOException("The child said '" + line + "' (expected '" + READY + "')");
    }
  }

  void go() throws IOException {
    try (OutputStream input = process.getOutputStream()) {
      input.write('\n');
    }
  }

  /** The rest of what it says. */
  List<String> finish() throws IOException, InterruptedException {
    List<String> lines = output.lines().toList();
    if (process.waitFor() != 0) {
      throw new IOException("The child failed: " + lines);
    }
    return lines;
  }

  /** SIGKILL; the rest of what it had said. */
  List<String> kill() throws IOException, InterruptedException {
    // Not by the process itself, which would close the pipe before it is read.
    boolean asked = process.toHandle().destroyForcibly();
    List<String> lines = output.lines().toList();
    if (!asked || process.waitFor() == 0) {
      throw new IOException("The child ended before it was killed: " + lines);
    }
    return lines;
  }

  /** Its next line; null if it has ended. */
  String line() throws IOException {
    return output.readLine();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  static final class Racer {
    private Racer() {}

    public static void main(String[] arguments) throws IOException {
      Catalog catalog = Catalog.open(arguments[0]);
      say(READY);
      if (System.in.read() < 0) {
        return;
      }
      for (int run = 1; run <= Integer.parseInt(arguments[2]); run++) {
        say("own " + version(catalog, arguments[1] + "-" + run));
      }
      for (int run = 1; run <= Integer.parseInt(arguments[3]); run++) {
        say("shared " + version(catalog, "shared-" + run));
      }
    }

    private static String version(Catalog catalog, String run) {
      PublishResult result = catalog.publish(TinyModels.opaque(run));
      return result.version().version() + " " + result.created();
    }
  }

  static final class Stuck {
    private Stuck() {}

    public static void main(String[] arguments) throws IOException {
      CommitStrategy stuck =
          (file, content) -> {
            say(READY);
            return System.in.read() > 0;
          };
      Catalog.open(arguments[0], new Configuration(), stuck)
          .publish(TinyModels.opaque(arguments[1]));
    }
  }

  static byte[] repeated(String content) {
    return content.repeat(CACHED_BYTES / content.length()).getBytes(StandardCharsets.UTF_8);
  }

  static final class CacheReader {
    private CacheReader() {}

    public static void main(String[] arguments) throws IOException {
      FileCache cache = new FileCache(Path.of(arguments[0]), FileCache.DEFAULT_MAX_BYTES);
      byte[] content = repeated(arguments[1]);
      say(READY);
      if (System.in.read() < 0) {
        return;
      }
      for (int time = 0; time < Integer.parseInt(arguments[2]); time++) {
        AtomicBoolean fetched = new AtomicBoolean();
        try (InputStream in =
            cache
                .open(
                    Digests.of(content),
                    out -> {
                      fetched.set(true);
                      out.write(content);
                    })
                .orElseThrow()) {
          say((fetched.get() ? "fetched " : "kept ") + Arrays.equals(in.readAllBytes(), content));
        }
      }
    }
  }

  static final class StuckInFetch {
    private StuckInFetch() {}

    public static void main(String[] arguments) throws IOException {
      byte[] content = repeated(arguments[1]);
      new FileCache(Path.of(arguments[0]), FileCache.DEFAULT_MAX_BYTES)
          .open(
              Digests.of(content),
              out -> {
                out.write(content, 0, content.length / 2);
                say(READY);
                if (System.in.read() >= 0) {
                  throw new IOException("It was not meant to go on");
                }
              });
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
