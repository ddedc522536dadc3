package io.millrace.launcher.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A running job: its events go to a consumer, all else that it prints to a log. */
final class Child {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final long LAST_OUTPUT_MS = 5_000;

  private final Process process;
  private final Thread out;
  private final Thread err;

  private Child(Process process, LogFile log, Consumer<Event> events) {
    this.process = process;
    this.out = reader("job-out", process.getInputStream(), line -> take(line, log, events));
    this.err = reader("job-err", process.getErrorStream(), log::line);
  }

  /**
   * Starts a process.
   *
   * @param events called from one thread
   * @throws IOException if it cannot be started
   */
  static Child start(ProcessBuilder builder, LogFile log, Consumer<Event> events)
      throws IOException {
    builder.redirectInput(ProcessBuilder.Redirect.from(nothing()));
    return new Child(builder.start(), log, events);
  }

  /** A job must never wait for what is typed. */
  private static java.io.File nothing() {
    return new java.io.File("/dev/null");
  }

  /** Waits until the process has ended and its output has been read; returns its exit code. */
  int await() throws InterruptedException {
    int code = process.waitFor();
    // A process that it left behind may hold the pipes open for ever.
    out.join(LAST_OUTPUT_MS);
    err.join(LAST_OUTPUT_MS);
    return code;
  }

  /**
   * Ends the process and all that it started, also what it has left behind: first politely, then by
   * force.
   */
  void stop() {
    end(
        Stream.of(Stream.of(process.toHandle()), process.descendants(), Marks.ours().stream())
            .flatMap(handles -> handles)
            .distinct()
            .toList());
  }

  /** Ends processes: first politely, after a while by force. */
  static void end(List<ProcessHandle> all) {
    all.forEach(ProcessHandle::destroy);
    long deadline = System.nanoTime() + GRACE.toNanos();
    for (ProcessHandle handle : all) {
      if (!endsBefore(handle, deadline)) {
        handle.destroyForcibly();
      }
    }
    for (ProcessHandle handle : all) {
      endsBefore(handle, System.nanoTime() + GRACE.toNanos());
    }
  }

  private static boolean endsBefore(ProcessHandle handle, long deadline) {
    try {
      handle.onExit().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      return false;
    }
  }

  private static void take(String line, LogFile log, Consumer<Event> events) {
    log.line(line);
    Event.parse(line).ifPresent(events);
  }

  private static Thread reader(String name, InputStream in, Consumer<String> lines) {
    Thread thread = new Thread(() -> readAll(in, lines), name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void readAll(InputStream in, Consumer<String> lines) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.accept(line);
      }
    } catch (IOException e) {
      // The pipe breaks when the process is ended by force: there is nothing more to read.
      return;
    }
  }
}
