package io.millrace.launcher.create;

import io.millrace.spec.table.ColumnType;
import io.millrace.spec.target.Task;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The label and why it is that one.
 *
 * @param classes the values by frequency; empty for regression
 */
record LabelChoice(ColumnLook column, Task task, List<String> classes, String why) {
  private static final Set<String> USUAL =
      Set.of(
          "label", "target", "y", "class", "outcome", "response", "churn", "churned", "survived");
  private static final int MOST_CLASSES = 50;

  /** Whole numbers with more values than this are quantities. */
  private static final int MOST_NUMBERED_CLASSES = 10;

  /**
   * Takes the label that was asked for, or finds one.
   *
   * @throws UnfitDataException if none was asked for and it is not clear, or if nothing can be
   *     learnt from the one that was
   */
  static LabelChoice of(List<ColumnLook> columns, @Nullable String asked) {
    if (asked != null) {
      ColumnLook column =
          columns.stream()
              .filter(c -> c.name().equals(asked))
              .findFirst()
              .orElseThrow(() -> unknown(asked, columns));
      return of(column, "chosen by --label");
    }
    List<ColumnLook> usual =
        columns.stream()
            .filter(c -> USUAL.contains(c.name().toLowerCase(Locale.ROOT)) && !c.isConstant())
            .toList();
    if (usual.size() == 1) {
      return of(usual.get(0), "found by its name");
    }
    List<ColumnLook> twoValued = columns.stream().filter(c -> c.distinct() == 2).toList();
    ColumnLook last = columns.get(columns.size() - 1);
    if (usual.isEmpty() && twoValued.contains(last)) {
      return of(last, "a guess: it is the last column and has two values");
    }
    if (usual.isEmpty() && twoValued.size() == 1) {
      return of(twoValued.get(0), "a guess: it is the only column with two values");
    }
    throw unclear(columns);
  }

  private static UnfitDataException unknown(String asked, List<ColumnLook> columns) {
    return new UnfitDataException(
        "Cannot take '%s' as the label: there is no such column (expected one of %s)."
            .formatted(
                asked, columns.stream().map(ColumnLook::name).collect(Collectors.joining(", "))));
  }

  private static UnfitDataException unclear(List<ColumnLook> columns) {
    String candidates =
        columns.stream()
            .filter(c -> !c.isConstant() && canBeLearnt(c))
            .map(c -> "%s (%s)".formatted(c.name(), task(c).name().toLowerCase(Locale.ROOT)))
            .collect(Collectors.joining(", "));
    return new UnfitDataException(
        "Cannot choose the label: no column is clearly the one (expected one of %s). Name it by --label COLUMN."
            .formatted(candidates));
  }

  private static boolean canBeLearnt(ColumnLook column) {
    return !column.type().isTemporal() && (column.isNumeric() || column.distinct() <= MOST_CLASSES);
  }

  private static LabelChoice of(ColumnLook column, String why) {
    if (column.isConstant() || !canBeLearnt(column)) {
      throw new UnfitDataException(
          "Cannot learn to predict '%s': it has type %s and %,d different values in the sample (expected a number, or 2 to %d values). Name another column by --label."
              .formatted(column.name(), column.type().text(), column.distinct(), MOST_CLASSES));
    }
    Task task = task(column);
    List<String> classes =
        task == Task.REGRESSION ? List.of() : List.copyOf(column.counts().keySet());
    return new LabelChoice(column, task, classes, why);
  }

  private static Task task(ColumnLook column) {
    if (column.distinct() == 2) {
      return Task.BINARY;
    }
    boolean few =
        column.isNumeric()
            ? column.type().isIntegral() && column.distinct() <= MOST_NUMBERED_CLASSES
            : column.type() == ColumnType.STRING;
    return few ? Task.MULTICLASS : Task.REGRESSION;
  }

  /** The value that a binary label of texts counts as 1: the truth, or the rarer one. */
  String positive() {
    return classes.stream()
        .filter(c -> Texts.isTruth(c) && "ty".indexOf(Character.toLowerCase(c.charAt(0))) >= 0)
        .findFirst()
        .orElse(classes.get(1));
  }

  /** The share of the most frequent class in the sample. */
  double majority() {
    return (double) column.counts().get(classes.get(0)) / column.present();
  }
}
