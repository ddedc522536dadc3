package io.millrace.launcher.report;

import io.millrace.launcher.text.Figures;
import io.millrace.spec.evaluation.MetricValue;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the report writes figures and names. */
final class Words {
  /** For a figure that does not exist. */
  static final String NONE = "–";

  private static final Map<String, String> METRICS =
      Map.of(
          "rocAuc", "ROC AUC",
          "prAuc", "PR AUC",
          "logLoss", "Log loss",
          "brier", "Brier score",
          "accuracy", "Accuracy",
          "f1", "F1",
          "rmse", "RMSE");
  private static final DateTimeFormatter RUN_TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm", Locale.ENGLISH);

  private Words() {}

  /** {@code ROC AUC} for {@code rocAuc}. */
  static String metric(String name) {
    return METRICS.getOrDefault(name, name);
  }

  /** Four decimals, or six figures where the value is large (an RMSE in dollars). */
  static String value(double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    return Math.abs(value) < 100
        ? Figures.metric(value)
        : String.format(Locale.ROOT, "%,.1f", value);
  }

  static String signed(double value) {
    return (value > 0 ? "+" : "") + value(value).replace('-', '−');
  }

  /** {@code 0.6852 to 0.7113}. */
  static String interval(MetricValue value) {
    return Double.isFinite(value.low()) && Double.isFinite(value.high())
        ? value(value.low()) + " to " + value(value.high())
        : "";
  }

  static String count(@Nullable Long count) {
    return count == null ? NONE : Figures.count(count);
  }

  /** A share in percent; small ones keep two figures. */
  static String percent(double share) {
    double percent = 100 * share;
    if (!Double.isFinite(percent)) {
      return NONE;
    }
    if (percent > 0 && percent < 0.001) {
      return "under 0.001%";
    }
    String pattern = percent == 0 || percent >= 10 ? "%.0f%%" : percent >= 1 ? "%.1f%%" : "%.2g%%";
    return String.format(Locale.ROOT, pattern, percent);
  }

  /** {@code 1 row}, {@code 17 rows}. */
  static String counted(long count, String one) {
    return Figures.count(count) + " " + one + (count == 1 ? "" : "s");
  }

  /** {@code 45.3 s}, {@code 3 min 6 s}. */
  static String seconds(double seconds) {
    if (seconds < 90) {
      return Figures.seconds(seconds);
    }
    Duration whole = Duration.ofSeconds(Math.round(seconds));
    return whole.toHours() > 0
        ? "%d h %d min".formatted(whole.toHours(), whole.toMinutesPart())
        : "%d min %d s".formatted(whole.toMinutes(), whole.toSecondsPart());
  }

  /** When a run began, from its id; the id itself where it is not one of ours. */
  static String began(String runId) {
    try {
      return LocalDateTime.parse(runId.substring(0, Math.min(15, runId.length())), RUN_TIME)
              .format(SHOWN)
          + " UTC";
    } catch (DateTimeParseException e) {
      return runId;
    }
  }

  /** An id for a heading or a plot out of a name that users chose. */
  static String id(String prefix, int number) {
    return prefix + "-" + number;
  }

  /** A number of a profile, which is kept as text, with as many figures as help. */
  static String number(@Nullable String text) {
    if (text == null) {
      return NONE;
    }
    try {
      double value = Double.parseDouble(text);
      if (value == Math.rint(value) && Math.abs(value) < 1e15) {
        return String.format(Locale.ROOT, "%,.0f", value);
      }
      return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.1f" : "%.4g", value);
    } catch (NumberFormatException e) {
      return text;
    }
  }
}
