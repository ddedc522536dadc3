package io.millrace.launcher.run;

import io.millrace.launcher.text.Figures;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;

/** Plain lines, for logs and pipes: the start of a step, every quarter of it, its end. */
public final class LineProgress implements Progress {
  private static final int QUARTERS = 4;

  private final PrintWriter out;
  private final Map<String, Integer> quarters = new HashMap<>();

  public LineProgress(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void show(Event event) {
    switch (event.kind()) {
      case START -> line(event.step(), "started", event.text());
      case PROGRESS -> progress(event);
      case DONE -> line(event.step(), "done in " + Figures.seconds(event.seconds()), event.text());
      case WARNING -> line(event.step(), "warning", event.text());
      case ERROR -> line(event.step(), "failed", "");
    }
  }

  private void progress(Event event) {
    int quarter = (int) Math.floor(event.fraction() * QUARTERS);
    if (quarter > 0 && quarter < QUARTERS && quarter > quarters.getOrDefault(event.step(), 0)) {
      quarters.put(event.step(), quarter);
      line(event.step(), quarter * 100 / QUARTERS + " %", event.text());
    }
  }

  @Override
  public void skipped(String step, String reason) {
    line(step, "up to date", reason);
  }

  private void line(String step, String what, String text) {
    out.println(step + ": " + what + (text.isEmpty() ? "" : " (" + text + ")"));
    out.flush();
  }

  @Override
  public void close() {
    out.flush();
  }
}
