package io.millrace.handoff.definition;

import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.PublishSpec;
import io.millrace.spec.ResourceSpec;
import io.millrace.spec.clean.CleanSpec;
import io.millrace.spec.clean.ColumnRules;
import io.millrace.spec.clean.Policy;
import io.millrace.spec.clean.Rule;
import io.millrace.spec.evaluation.EvaluationSpec;
import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.TableSpec;
import io.millrace.spec.target.LabelSpec;
import io.millrace.spec.target.SplitSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A definition as far as it could be read: what was wrong in itself is empty here. */
record Draft(
    String name,
    Map<String, TableDraft> tables,
    CleanDraft clean,
    Optional<LabelSpec> label,
    Optional<SplitSpec> split,
    Map<String, Optional<FeatureSpec>> features,
    Map<String, Optional<ModelSpec>> models,
    Optional<EvaluationSpec> evaluation,
    Optional<PublishSpec> publish,
    ResourceSpec resources) {

  /** The main table, if it is named and declared. */
  Optional<TableDraft> main() {
    return Optional.ofNullable(tables.get(clean.table()));
  }

  /**
   * The rules as they are written.
   *
   * @param table empty where it is missing
   */
  record CleanDraft(
      String table, Map<String, List<Rule>> rules, Optional<CleanSpec.Duplicates> duplicates) {}

  /** The definition; only for a draft without problems. */
  PipelineDefinition definition() {
    TableSpec main = tables.get(clean.table()).spec().orElseThrow();
    return new PipelineDefinition(
        PipelineDefinition.VERSION,
        name,
        tables.values().stream().map(t -> t.spec().orElseThrow()).toList(),
        new CleanSpec(
            clean.table(),
            main.allColumns().stream().map(this::columnRules).toList(),
            clean.duplicates().orElse(null)),
        List.of(),
        label.orElseThrow(),
        split.orElseThrow(),
        crossesLast(),
        null,
        models.values().stream().map(Optional::orElseThrow).toList(),
        evaluation.orElseThrow(),
        publish.orElseThrow(),
        resources);
  }

  private ColumnRules columnRules(Column column) {
    List<Rule> written = clean.rules().getOrDefault(column.name(), List.of());
    List<Rule> rules = new ArrayList<>(written);
    if (written.stream().noneMatch(Rule.Cast.class::isInstance)) {
      rules.add(new Rule.Cast(Policy.REJECT));
    }
    return new ColumnRules(column.name(), rules);
  }

  /** A cross needs what it combines; crosses only combine crosses above them. */
  private List<FeatureSpec> crossesLast() {
    List<FeatureSpec> all = features.values().stream().map(Optional::orElseThrow).toList();
    return Stream.concat(
            all.stream().filter(f -> !(f instanceof FeatureSpec.Cross)),
            all.stream().filter(FeatureSpec.Cross.class::isInstance))
        .toList();
  }
}
