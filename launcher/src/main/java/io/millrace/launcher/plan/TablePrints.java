package io.millrace.launcher.plan;

import io.millrace.handoff.Digests;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.clean.CleanSpec;
import io.millrace.spec.table.TableSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fingerprints of what steps read of tables. One of files: how it is read and its content. One by
 * SQL: the query, its columns, and the fingerprints of what it reads. One that is cleaned as a
 * source: that of the step which cleans it.
 */
final class TablePrints {
  private final PipelineDefinition definition;
  private final StepParts parts;
  private final TableReads reads;
  private final String code;
  private final Map<String, String> contents;
  private final Map<String, String> sources = new HashMap<>();

  /**
   * @param code version and digest of the code that runs the steps
   * @param contents digest of the content of each table of files that is read
   */
  TablePrints(
      PipelineDefinition definition, StepParts parts, String code, Map<String, String> contents) {
    this.definition = definition;
    this.parts = parts;
    this.reads = new TableReads(definition);
    this.code = code;
    this.contents = Map.copyOf(contents);
    definition.sources().forEach(clean -> sources.put(clean.table(), clean(clean)));
  }

  /** The fingerprint of a step that cleans the main table. */
  String clean() {
    return clean(definition.clean());
  }

  /** The fingerprint of a step that cleans a source. */
  String source(CleanSpec clean) {
    return String.valueOf(sources.get(clean.table()));
  }

  /** The fingerprints of the tables of edges. */
  List<String> edges() {
    return reads.edges().stream().map(table -> of(table, "")).toList();
  }

  private String clean(CleanSpec clean) {
    List<String> texts = new ArrayList<>(List.of(StepPlans.CLEAN, code, parts.clean(clean)));
    reads.cleaned(clean).forEach(table -> texts.add(of(table, clean.table())));
    return Digests.of(texts.toArray(String[]::new));
  }

  /** Sources stand behind those that they need, so theirs are known. */
  private String of(TableSpec table, String cleans) {
    if (sources.containsKey(table.name()) && !table.name().equals(cleans)) {
      return sources.get(table.name());
    }
    List<String> texts = new ArrayList<>(List.of(parts.table(table)));
    if (table.derived()) {
      reads.named(table).forEach(named -> texts.add(of(named, cleans)));
    } else {
      texts.add(String.valueOf(contents.get(table.name())));
    }
    return Digests.of(texts.toArray(String[]::new));
  }
}
