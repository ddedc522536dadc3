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
    CleanDrafts cleaning,
    Optional<LabelSpec> label,
    Optional<SplitSpec> split,
    Map<String, Optional<FeatureSpec>> features,
    Optional<GraphDraft> graph,
    Map<String, Optional<ModelSpec>> models,
    Optional<EvaluationSpec> evaluation,
    Optional<PublishSpec> publish,
    ResourceSpec resources) {

  /** How the main table is cleaned. */
  CleanDraft clean() {
    return cleaning.main();
  }

  /** How other tables are cleaned, in the order of the file. */
  List<CleanDraft> sources() {
    return cleaning.sources();
  }

  /** The main table, if it is named and declared. */
  Optional<TableDraft> main() {
    return Optional.ofNullable(tables.get(clean().table()));
  }

  /** How all tables are cleaned that are. */
  record CleanDrafts(CleanDraft main, List<CleanDraft> sources) {}

  /**
   * The rules of a table as they are written.
   *
   * @param at where they stand
   * @param table empty where it is missing
   */
  record CleanDraft(
      List<String> at,
      String table,
      Map<String, List<Rule>> rules,
      Optional<CleanSpec.Duplicates> duplicates) {
    /** A table whose rules could not be read. */
    static CleanDraft none(String table) {
      return new CleanDraft(List.of("clean"), table, Map.of(), Optional.empty());
    }

    CleanSpec spec(TableSpec columns) {
      return new CleanSpec(
          table,
          columns.allColumns().stream().map(this::columnRules).toList(),
          duplicates.orElse(null));
    }

    private ColumnRules columnRules(Column column) {
      List<Rule> written = rules.getOrDefault(column.name(), List.of());
      List<Rule> all = new ArrayList<>(written);
      if (written.stream().noneMatch(Rule.Cast.class::isInstance)) {
        all.add(new Rule.Cast(Policy.REJECT));
      }
      return new ColumnRules(column.name(), all);
    }
  }

  /** The definition; only for a draft without problems. */
  PipelineDefinition definition() {
    return new PipelineDefinition(
        PipelineDefinition.VERSION,
        name,
        filesFirst(),
        spec(clean()),
        new TableNeeds(this).inOrder().stream().map(this::spec).toList(),
        label.orElseThrow(),
        split.orElseThrow(),
        crossesLast(),
        graph.map(g -> g.spec().orElseThrow()).orElse(null),
        models.values().stream().map(Optional::orElseThrow).toList(),
        evaluation.orElseThrow(),
        publish.orElseThrow(),
        resources);
  }

  private CleanSpec spec(CleanDraft cleaned) {
    return cleaned.spec(tables.get(cleaned.table()).spec().orElseThrow());
  }

  /** So each table stands behind those that its SQL reads. */
  private List<TableSpec> filesFirst() {
    List<TableSpec> all = tables.values().stream().map(t -> t.spec().orElseThrow()).toList();
    return Stream.concat(
            all.stream().filter(t -> !t.derived()), all.stream().filter(TableSpec::derived))
        .toList();
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
