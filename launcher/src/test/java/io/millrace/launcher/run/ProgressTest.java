package io.millrace.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text);

  @Test
  void linesTellStartQuartersAndEnd() {
    try (Progress progress = new LineProgress(out)) {
      progress.skipped("clean", "done");
      progress.show(event(Event.Kind.START, 0, ""));
      for (double fraction : new double[] {0.1, 0.3, 0.4, 0.5, 0.76, 0.99}) {
        progress.show(event(Event.Kind.PROGRESS, fraction, "rows"));
      }
      progress.show(new Event(Event.Kind.DONE, "features", 0, 1.25, "10 rows in"));
    }

    assertThat(text.toString().lines())
        .containsExactly(
            "clean: up to date (done)",
            "features: started",
            "features: 25 % (rows)",
            "features: 50 % (rows)",
            "features: 75 % (rows)",
            "features: done in 1.3 s (10 rows in)");
  }

  @Test
  void warningsAndErrorsAreLines() {
    try (Progress progress = new LineProgress(out)) {
      progress.show(event(Event.Kind.WARNING, 0, "few rows"));
      progress.show(event(Event.Kind.ERROR, 0, "told at the end"));
    }

    assertThat(text.toString().lines())
        .containsExactly("features: warning (few rows)", "features: failed");
  }

  @Test
  void theBarIsDrawnOverItself() {
    try (Progress progress = new BarProgress(out, 100)) {
      progress.show(event(Event.Kind.PROGRESS, 0.5, "rows"));
      progress.show(new Event(Event.Kind.DONE, "features", 0, 2, ""));
    }

    assertThat(text.toString())
        .isEqualTo(
            "\r\u001b[2Kfeatures               [############............]  50 %  rows"
                + "\r\u001b[2Kfeatures               done    2.0 s"
                + System.lineSeparator());
  }

  @Test
  void theBarNeverWrapsAndStaysWithinItsBounds() {
    try (Progress progress = new BarProgress(out, 40)) {
      progress.show(event(Event.Kind.PROGRESS, 7, "a long text that would not fit"));
    }

    assertThat(text.toString().replace("\r\u001b[2K", "").stripTrailing())
        .hasSize(39)
        .startsWith("features               [###############");
  }

  private static Event event(Event.Kind kind, double fraction, String text) {
    return new Event(kind, "features", fraction, 0, text);
  }
}
