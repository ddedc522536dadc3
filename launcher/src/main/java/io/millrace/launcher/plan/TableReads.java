package io.millrace.launcher.plan;

import io.millrace.handoff.SqlTables;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.clean.CleanSpec;
import io.millrace.spec.clean.Rule;
import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.table.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What reading a table means: its files, the step that cleans it, or what its SQL reads. A table is
 * read cleaned by everybody but the step that cleans it.
 */
final class TableReads {
  private final PipelineDefinition definition;

  TableReads(PipelineDefinition definition) {
    this.definition = definition;
  }

  /** The tables that cleaning reads: the one that is cleaned first, then its references by name. */
  List<TableSpec> cleaned(CleanSpec clean) {
    TreeSet<String> references = new TreeSet<>();
    clean.columns().stream()
        .flatMap(column -> column.rules().stream())
        .filter(Rule.Reference.class::isInstance)
        .forEach(rule -> references.add(((Rule.Reference) rule).table()));
    references.remove(clean.table());
    List<TableSpec> tables = new ArrayList<>();
    tables.add(definition.table(clean.table()));
    references.forEach(name -> tables.add(definition.table(name)));
    return tables;
  }

  /** The tables of edges, in the order of their types. */
  List<TableSpec> edges() {
    GraphSpec graph = definition.graph();
    return graph == null
        ? List.of()
        : graph.edges().stream().map(edges -> definition.table(edges.table())).toList();
  }

  /** The tables that the SQL of this one names. */
  List<TableSpec> named(TableSpec table) {
    if (!table.derived()) {
      return List.of();
    }
    List<String> others =
        definition.tables().stream()
            .map(TableSpec::name)
            .filter(name -> !name.equals(table.name()))
            .toList();
    return SqlTables.in(String.valueOf(table.sql()), others).stream()
        .map(definition::table)
        .toList();
  }

  /** Whether a step of its own cleans this table before others read it. */
  boolean isSource(TableSpec table) {
    return definition.sources().stream().anyMatch(clean -> clean.table().equals(table.name()));
  }

  /**
   * The steps and the tables of files that reading these tables needs, each once.
   *
   * @param cleans the table that the reading step cleans, empty for none
   */
  List<String> inputs(List<TableSpec> tables, String cleans) {
    Set<String> inputs = new LinkedHashSet<>();
    tables.forEach(table -> inputs.addAll(inputs(table, cleans)));
    return List.copyOf(inputs);
  }

  private List<String> inputs(TableSpec table, String cleans) {
    if (isSource(table) && !table.name().equals(cleans)) {
      return List.of(StepPlans.sourceName(table.name()));
    }
    List<TableSpec> named = named(table);
    return named.isEmpty() ? List.of(table.name()) : inputs(named, cleans);
  }

  /** Names of the tables of files that any step reads. */
  List<String> files() {
    Set<String> files = new LinkedHashSet<>();
    cleaned(definition.clean()).forEach(table -> addFiles(table, files));
    definition.sources().forEach(clean -> cleaned(clean).forEach(t -> addFiles(t, files)));
    edges().forEach(table -> addFiles(table, files));
    return List.copyOf(files);
  }

  private void addFiles(TableSpec table, Set<String> files) {
    if (table.derived()) {
      named(table).forEach(named -> addFiles(named, files));
    } else {
      files.add(table.name());
    }
  }
}
