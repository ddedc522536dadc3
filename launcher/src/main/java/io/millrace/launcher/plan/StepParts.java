package io.millrace.launcher.plan;

import io.millrace.handoff.Json;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.clean.Rule;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The parts of a definition that each step reads, as text: a step is run again when its part, its
 * code or what it reads has changed, and only then.
 */
final class StepParts {
  /** Where a table lies does not matter: its content is digested instead. */
  private static final List<String> ANYWHERE = List.of("anywhere");

  private final PipelineDefinition definition;

  StepParts(PipelineDefinition definition) {
    this.definition = definition;
  }

  /** The tables that cleaning reads: the main one first, then its references by name. */
  List<TableSpec> cleanTables() {
    TreeSet<String> references = new TreeSet<>();
    definition.clean().columns().stream()
        .flatMap(column -> column.rules().stream())
        .filter(Rule.Reference.class::isInstance)
        .forEach(rule -> references.add(((Rule.Reference) rule).table()));
    references.remove(definition.clean().table());
    List<TableSpec> tables = new ArrayList<>();
    tables.add(definition.mainTable());
    references.forEach(name -> tables.add(definition.table(name)));
    return tables;
  }

  String clean() {
    List<Object> read = new ArrayList<>();
    cleanTables().forEach(table -> read.add(anywhere(table)));
    read.add(definition.clean());
    return text(read);
  }

  String features() {
    return text(
        List.of(
            definition.label(),
            definition.split(),
            definition.features(),
            definition.mainTable().allColumns()));
  }

  String train(ModelSpec model) {
    return text(List.of(model, definition.label()));
  }

  String evaluate() {
    return text(
        List.of(
            definition.evaluation(),
            definition.label(),
            definition.split(),
            definition.models().stream().map(ModelSpec::name).toList()));
  }

  String publish(String catalog) {
    return text(List.of(definition.publish(), catalog));
  }

  /**
   * One element at a time: the type key of a sealed record is only written at the root or a field.
   */
  private static String text(List<?> parts) {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part(part)).append('\n'));
    return text.toString();
  }

  private static String part(Object part) {
    if (part instanceof List<?> list) {
      StringBuilder text = new StringBuilder("[");
      list.forEach(element -> text.append(Json.line(element)).append(','));
      return text.append(']').toString();
    }
    return Json.line(part);
  }

  private static TableSpec anywhere(TableSpec table) {
    return new TableSpec(
        table.name(),
        table.derived() ? List.of() : ANYWHERE,
        table.format(),
        table.csv(),
        table.fileColumn(),
        table.columns(),
        table.sql());
  }
}
