package io.millrace.handoff.definition;

import io.millrace.spec.feature.DatePart;
import io.millrace.spec.feature.FeatureOutput;
import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import io.millrace.spec.target.LabelSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks features against columns, label and each other. */
final class FeatureChecks {
  private static final Set<DatePart> OF_A_TIME =
      EnumSet.of(DatePart.MINUTE_OF_HOUR, DatePart.MINUTE_OF_DAY, DatePart.HOUR);

  private final Draft draft;
  private final Problems problems;
  private final CrossChecks columns;

  FeatureChecks(Draft draft, Problems problems, CrossChecks columns) {
    this.draft = draft;
    this.problems = problems;
    this.columns = columns;
  }

  void run() {
    for (Optional<FeatureSpec> feature : draft.features().values()) {
      feature.ifPresent(
          f -> {
            if (f instanceof FeatureSpec.Cross cross) {
              cross(cross);
            } else {
              column(f);
            }
            leak(f);
          });
    }
    outputs();
  }

  private void column(FeatureSpec feature) {
    List<String> at = List.of("features", feature.name(), "column");
    columns
        .mainColumn(at, feature.columns().get(0), "build feature '" + feature.name() + "'")
        .ifPresent(column -> type(feature, at, column));
  }

  private void type(FeatureSpec feature, List<String> at, Column column) {
    ColumnType type = column.type();
    boolean number = feature instanceof FeatureSpec.Numeric || feature instanceof FeatureSpec.Bins;
    if (number && !type.isNumeric()) {
      wrongType(feature, at, column, "a number");
    } else if (feature instanceof FeatureSpec.Index && !indexable(type)) {
      wrongType(feature, at, column, "string, int, long or boolean");
    } else if (text(feature) && type != ColumnType.STRING) {
      wrongType(feature, at, column, "string");
    } else if (feature instanceof FeatureSpec.Part part) {
      datePart(feature, at, column, part.part());
    } else if (feature instanceof FeatureSpec.Cyclic cyclic) {
      datePart(feature, at, column, cyclic.part());
    }
  }

  private static boolean indexable(ColumnType type) {
    return type == ColumnType.STRING || type == ColumnType.BOOLEAN || type.isIntegral();
  }

  private static boolean text(FeatureSpec feature) {
    return feature instanceof FeatureSpec.Hash || feature instanceof FeatureSpec.Sparse;
  }

  private void datePart(FeatureSpec feature, List<String> at, Column column, DatePart part) {
    if (!column.type().isTemporal()) {
      wrongType(feature, at, column, "timestamp or date");
    } else if (column.type() == ColumnType.DATE && OF_A_TIME.contains(part)) {
      problems.add(
          List.of("features", feature.name(), "part"),
          "Cannot build feature '%s': column '%s' is a date, which has no %s (expected a timestamp).",
          feature.name(),
          column.name(),
          part.text());
    }
  }

  private void wrongType(FeatureSpec feature, List<String> at, Column column, String expected) {
    problems.add(
        at,
        "Cannot build feature '%s': column '%s' has type %s (expected %s).",
        feature.name(),
        column.name(),
        column.type().text(),
        expected);
  }

  private void cross(FeatureSpec.Cross cross) {
    List<String> names = List.copyOf(draft.features().keySet());
    for (int i = 0; i < cross.of().size(); i++) {
      String name = cross.of().get(i);
      List<String> at = List.of("features", cross.name(), "of", "[" + i + "]");
      if (!names.contains(name)) {
        problems.add(
            at,
            "Cannot build feature '%s': unknown feature '%s' %s.",
            cross.name(),
            name,
            Nearest.expected(name, indexFeatures(cross.name())));
        continue;
      }
      Optional<FeatureSpec> of = draft.features().get(name);
      boolean above = names.indexOf(name) < names.indexOf(cross.name());
      if (of.isPresent() && of.get() instanceof FeatureSpec.Cross && !above) {
        problems.add(
            at,
            "Cannot build feature '%s': it combines the cross '%s', which %s (expected a cross above it).",
            cross.name(),
            name,
            name.equals(cross.name()) ? "is itself" : "stands below it");
      } else if (of.isPresent() && !isIndex(of.get())) {
        problems.add(
            at,
            "Cannot build feature '%s': '%s' is %s (expected an index, hash, bins, date-part or cross).",
            cross.name(),
            name,
            of.get() instanceof FeatureSpec.Sparse ? "a row of numbers" : "a number");
      }
    }
    if (cross.of().stream().distinct().count() < cross.of().size()) {
      problems.add(
          List.of("features", cross.name(), "of"),
          "Cannot build feature '%s': it combines a feature with itself in %s (expected each once).",
          cross.name(),
          cross.of());
    }
  }

  private List<String> indexFeatures(String but) {
    return draft.features().values().stream()
        .flatMap(Optional::stream)
        .filter(FeatureChecks::isIndex)
        .map(FeatureSpec::name)
        .filter(name -> !name.equals(but))
        .toList();
  }

  /** Whether a feature's value selects one of several cases rather than being a number. */
  static boolean isIndex(FeatureSpec feature) {
    return !(feature instanceof FeatureSpec.Numeric
        || feature instanceof FeatureSpec.Cyclic
        || feature instanceof FeatureSpec.Sparse);
  }

  /** What a feature will give. How many values an index has may only be known once it is fitted. */
  static List<FeatureOutput> outputs(FeatureSpec feature) {
    String name = feature.name();
    if (feature instanceof FeatureSpec.Cyclic) {
      return cyclic(name).stream().map(FeatureOutput::dense).toList();
    }
    if (feature instanceof FeatureSpec.Sparse sparse) {
      return List.of(FeatureOutput.sparse(name, sparse.width()));
    }
    if (!isIndex(feature)) {
      return List.of(FeatureOutput.dense(name));
    }
    Integer buckets = null;
    if (feature instanceof FeatureSpec.Hash hash) {
      buckets = hash.buckets();
    } else if (feature instanceof FeatureSpec.Cross cross) {
      buckets = cross.buckets();
    }
    return List.of(FeatureOutput.index(name, buckets == null ? 1 : buckets + 1));
  }

  private static List<String> cyclic(String name) {
    return List.of(name + "_sin", name + "_cos");
  }

  private void leak(FeatureSpec feature) {
    Optional<String> label = draft.label().map(LabelSpec::column);
    if (label.isEmpty()) {
      return;
    }
    if (feature.columns().contains(label.get())) {
      problems.add(
          List.of("features", feature.name(), "column"),
          "Cannot use column '%s' in feature '%s': the label is made from it (expected another column). Remove the feature.",
          label.get(),
          feature.name());
    }
    if (feature instanceof FeatureSpec.Cross cross) {
      for (int i = 0; i < cross.of().size(); i++) {
        if (uses(cross.of().get(i), label.get(), new ArrayList<>())) {
          problems.add(
              List.of("features", feature.name(), "of", "[" + i + "]"),
              "Cannot use feature '%s' in feature '%s': it reads column '%s', from which the label is made. Remove it.",
              cross.of().get(i),
              feature.name(),
              label.get());
        }
      }
    }
  }

  private boolean uses(String feature, String column, List<String> seen) {
    if (seen.contains(feature)) {
      return false;
    }
    seen.add(feature);
    FeatureSpec spec = draft.features().getOrDefault(feature, Optional.empty()).orElse(null);
    if (spec instanceof FeatureSpec.Cross cross) {
      return cross.of().stream().anyMatch(f -> uses(f, column, seen));
    }
    return spec != null && spec.columns().contains(column);
  }

  /** Spark does not tell upper from lower case in names. */
  private void outputs() {
    Map<String, String> owner = new LinkedHashMap<>();
    draft
        .features()
        .forEach(
            (name, feature) -> {
              for (String column : prepared(name, feature)) {
                String other = owner.putIfAbsent(column.toLowerCase(Locale.ROOT), name);
                if (other != null) {
                  problems.add(
                      List.of("features", name),
                      "Cannot build feature '%s': its output '%s' is also one of feature '%s' (expected another name).",
                      name,
                      column,
                      other);
                }
              }
            });
  }

  /** The columns of a feature; a cyclic one has two, a sparse one has two beside its name. */
  private static List<String> prepared(String name, Optional<FeatureSpec> feature) {
    if (feature.filter(FeatureSpec.Cyclic.class::isInstance).isPresent()) {
      return cyclic(name);
    }
    return feature.filter(FeatureSpec.Sparse.class::isInstance).isPresent()
        ? List.of(name, name + "_columns", name + "_values")
        : List.of(name);
  }
}
