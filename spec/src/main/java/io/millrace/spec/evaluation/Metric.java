package io.millrace.spec.evaluation;

import io.millrace.spec.target.Task;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The metrics and their public names. For several classes they are means over the classes. */
public enum Metric {
  ROC_AUC("rocAuc", true, EnumSet.of(Task.BINARY, Task.MULTICLASS)),
  PR_AUC("prAuc", true, EnumSet.of(Task.BINARY, Task.MULTICLASS)),
  LOG_LOSS("logLoss", false, EnumSet.of(Task.BINARY, Task.MULTICLASS)),
  BRIER("brier", false, EnumSet.of(Task.BINARY, Task.MULTICLASS)),
  ACCURACY("accuracy", true, EnumSet.of(Task.BINARY, Task.MULTICLASS)),
  F1("f1", true, EnumSet.of(Task.BINARY, Task.MULTICLASS)),
  RMSE("rmse", false, EnumSet.of(Task.REGRESSION));

  private final String text;
  private final boolean moreIsBetter;
  private final Set<Task> tasks;

  Metric(String text, boolean moreIsBetter, Set<Task> tasks) {
    this.text = text;
    this.moreIsBetter = moreIsBetter;
    this.tasks = tasks;
  }

  /** The public name: {@code rocAuc}. */
  public String text() {
    return text;
  }

  public boolean moreIsBetter() {
    return moreIsBetter;
  }

  public boolean fits(Task task) {
    return tasks.contains(task);
  }

  /** The metric of this public name, in any case. */
  public static Optional<Metric> of(String name) {
    for (Metric metric : values()) {
      if (metric.text.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
        return Optional.of(metric);
      }
    }
    return Optional.empty();
  }

  /** The one by which models of a definition are compared on the validation split. */
  public static Metric selection(Task task) {
    return task == Task.REGRESSION ? RMSE : LOG_LOSS;
  }
}
