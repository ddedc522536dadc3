package io.millrace.launcher.run;

import io.millrace.launcher.text.Figures;
import java.io.PrintWriter;

/** One line for each step on a terminal, with a bar that grows while the step runs. */
public final class BarProgress implements Progress {
  private static final int BAR_CELLS = 24;
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final PrintWriter out;
  private final int columns;
  private boolean drawn;

  /**
   * @param columns of the terminal; longer lines are cut
   */
  public BarProgress(PrintWriter out, int columns) {
    this.out = out;
    this.columns = columns;
  }

  @Override
  public void show(Event event) {
    switch (event.kind()) {
      case START -> draw(event.step(), 0, event.text());
      case PROGRESS -> draw(event.step(), event.fraction(), event.text());
      case DONE ->
          settle(
              "%-22s done %8s  %s", event.step(), Figures.seconds(event.seconds()), event.text());
      case WARNING -> settle("%-22s warning: %s", event.step(), event.text());
      case ERROR -> settle("%-22s failed", event.step());
    }
    out.flush();
  }

  @Override
  public void skipped(String step, String reason) {
    settle("%-22s up to date (%s)", step, reason);
    out.flush();
  }

  private void draw(String step, double fraction, String text) {
    int filled = (int) Math.round(Math.min(1, Math.max(0, fraction)) * BAR_CELLS);
    String line =
        "%-22s [%s%s] %3d %%  %s"
            .formatted(
                step,
                "#".repeat(filled),
                ".".repeat(BAR_CELLS - filled),
                (int) Math.floor(fraction * 100),
                text);
    out.print(CLEAR_LINE + cut(line));
    drawn = true;
  }

  /** A line that stays; a bar that is being drawn makes room for it. */
  private void settle(String pattern, Object... values) {
    out.print(drawn ? CLEAR_LINE : "");
    drawn = false;
    out.println(pattern.formatted(values).stripTrailing());
  }

  private String cut(String line) {
    return line.length() < columns ? line : line.substring(0, columns - 1);
  }

  @Override
  public void close() {
    if (drawn) {
      out.println();
      drawn = false;
    }
    out.flush();
  }
}
