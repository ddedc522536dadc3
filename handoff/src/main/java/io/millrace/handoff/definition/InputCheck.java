package io.millrace.handoff.definition;

import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.table.TableSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * Looks at the input of a definition before any job starts: whether its files are there and whole,
 * and whether they have the columns that the definition names. Opens files on any Hadoop file
 * system, reads footers and first lines only, and of a table with very many files only the first
 * {@value TableLook#MOST_FILES}.
 */
public final class InputCheck {
  private InputCheck() {}

  /**
   * What is wrong with the input, table by table; empty if a run can start. Values are not looked
   * at: what cannot be read as its column's type is the cleaning step's business.
   */
  public static List<Problem> check(PipelineDefinition definition, Configuration hadoop) {
    return files(definition)
        .flatMap(table -> TableLook.at(table, keys(definition, table), hadoop).problems().stream())
        .toList();
  }

  /**
   * How much each table of files holds. A table with problems counts as far as it could be read.
   */
  public static List<InputFacts> facts(PipelineDefinition definition, Configuration hadoop) {
    return files(definition).map(t -> TableLook.at(t, Set.of(), hadoop).facts()).toList();
  }

  /** What SQL will make is not there yet. */
  private static Stream<TableSpec> files(PipelineDefinition definition) {
    return definition.tables().stream().filter(table -> !table.derived());
  }

  private static Set<String> keys(PipelineDefinition definition, TableSpec table) {
    GraphSpec graph = definition.graph();
    Set<String> keys = new HashSet<>();
    if (graph != null && table.equals(definition.mainTable())) {
      keys.add(graph.key());
    }
    if (graph != null) {
      graph.edges().stream()
          .filter(edges -> edges.table().equals(table.name()))
          .forEach(edges -> keys.addAll(List.of(edges.source(), edges.target())));
    }
    return keys;
  }
}
