package io.millrace.handoff.definition;

import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.TrainingSettings;
import io.millrace.spec.table.ColumnType;
import io.millrace.spec.target.LabelSpec;
import io.millrace.spec.target.SplitSpec;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks the split against the main table, and several splits against features and models. */
final class SplitChecks {
  /** Of which equal values are told apart from all others for certain. */
  private static final Set<ColumnType> GROUPS =
      EnumSet.complementOf(EnumSet.of(ColumnType.FLOAT, ColumnType.DOUBLE));

  private final Draft draft;
  private final Problems problems;
  private final CrossChecks columns;

  SplitChecks(Draft draft, Problems problems, CrossChecks columns) {
    this.draft = draft;
    this.problems = problems;
    this.columns = columns;
  }

  void run() {
    // A split of links has columns of another table, see LinkChecks.
    if (draft.label().map(LabelSpec::links).isEmpty()) {
      draft.split().ifPresent(this::split);
    }
  }

  private void split(SplitSpec split) {
    if (split instanceof SplitSpec.ByTime byTime) {
      byTime(byTime);
    } else if (split instanceof SplitSpec.ByValue byValue) {
      byValue(byValue);
    }
    if (split.group() != null) {
      group(split.group());
    }
    if (split.count() > 1) {
      unfitted(split.count());
      trained(split.count());
    }
  }

  private void byTime(SplitSpec.ByTime split) {
    List<String> at = List.of("split", "column");
    columns
        .mainColumn(at, split.column(), "split by time")
        .filter(column -> !column.type().isTemporal())
        .ifPresent(
            column ->
                problems.add(
                    at,
                    "Cannot split by time: column '%s' has type %s (expected timestamp or date).",
                    column.name(),
                    column.type().text()));
  }

  private void byValue(SplitSpec.ByValue split) {
    for (int i = 0; i < split.columns().size(); i++) {
      List<String> at =
          split.columns().size() == 1
              ? List.of("split", "column")
              : List.of("split", "columns", "[" + i + "]");
      columns
          .mainColumn(at, split.columns().get(i), "split by value")
          .ifPresent(
              column -> {
                columns.values(column, List.of("split", "train"), split.train());
                columns.values(column, List.of("split", "valid"), split.valid());
                columns.values(column, List.of("split", "test"), split.test());
              });
    }
  }

  private void group(String name) {
    List<String> at = List.of("split", "group");
    columns
        .mainColumn(at, name, "split by groups")
        .filter(column -> !GROUPS.contains(column.type()))
        .ifPresent(
            column ->
                problems.add(
                    at,
                    "Cannot split by groups: column '%s' has type %s (expected a type whose values are equal or not, such as string or long).",
                    column.name(),
                    column.type().text()));
  }

  /** Constants from the train rows of one split would tell another one of its test rows. */
  private void unfitted(int splits) {
    draft
        .features()
        .forEach(
            (name, feature) ->
                feature
                    .filter(FeatureSpec::fitted)
                    .ifPresent(
                        fitted ->
                            problems.add(
                                List.of("features", name),
                                "Cannot use feature '%s' with %d splits: it is fitted on the train rows of one split, among which are test rows of the others (expected a feature without fitted constants: sparse, hash, date-part, cyclic, cross with buckets, or numeric with standardise = false and impute = zero).",
                                name,
                                splits)));
  }

  private void trained(int splits) {
    List<Optional<ModelSpec>> models = List.copyOf(draft.models().values());
    boolean known = !models.isEmpty() && models.stream().allMatch(Optional::isPresent);
    boolean none =
        models.stream()
            .flatMap(Optional::stream)
            .noneMatch(model -> model.settings() instanceof TrainingSettings.Deep);
    if (known && none) {
      problems.add(
          List.of("split"),
          "Cannot train on %d splits: only deep models are trained on each of them, all others on the first (expected a model of engine bigdl).",
          splits);
    }
  }
}
