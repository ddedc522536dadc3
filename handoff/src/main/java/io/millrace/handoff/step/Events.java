package io.millrace.handoff.step;

import io.millrace.handoff.Json;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells the launcher how a step goes: one line of JSON each on standard output. */
public final class Events {
  private static final String PREFIX = "@millrace ";

  private final PrintStream out;

  public Events(PrintStream out) {
    this.out = out;
  }

  public void start(String step, String text) {
    emit("start", step, Map.of("text", text));
  }

  public void progress(String step, double fraction, String text) {
    emit("progress", step, Map.of("fraction", Math.round(fraction * 1000) / 1000.0, "text", text));
  }

  public void done(String step, double seconds, String text) {
    emit("done", step, Map.of("seconds", seconds, "text", text));
  }

  public void warning(String step, String text) {
    emit("warning", step, Map.of("text", text));
  }

  /** Reports a failure in the words of the innermost message that was written for a user. */
  public void failed(String step, Throwable cause) {
    error(step, StepFailedException.of(step, cause).getMessage());
  }

  public void error(String step, String message) {
    emit("error", step, Map.of("message", message));
  }

  private void emit(String event, String step, Map<String, Object> more) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("event", event);
    line.put("step", step);
    line.putAll(more);
    synchronized (out) {
      out.println(PREFIX + Json.line(line));
      out.flush();
    }
  }
}
