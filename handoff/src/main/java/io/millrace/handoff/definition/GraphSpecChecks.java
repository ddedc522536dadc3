package io.millrace.handoff.definition;

import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.graph.GraphSpec.Duplicates;
import io.millrace.spec.graph.GraphSpec.EdgeTable;
import io.millrace.spec.graph.GraphSpec.Neighbourhoods;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks a graph against the tables that its nodes and edges come from. */
final class GraphSpecChecks {
  private final Draft draft;
  private final Problems problems;
  private final CrossChecks columns;

  GraphSpecChecks(Draft draft, Problems problems, CrossChecks columns) {
    this.draft = draft;
    this.problems = problems;
    this.columns = columns;
  }

  void run() {
    draft.graph().ifPresent(this::graph);
  }

  private void graph(GraphDraft graph) {
    Optional<Column> key = graph.key().flatMap(name -> naming("key", name, "a node"));
    if (graph.graph() != null) {
      naming("graph", graph.graph(), "a graph");
    }
    List<String> taken = graph.spec().map(GraphSpec::nodeColumns).orElse(GraphSpec.NODE_COLUMNS);
    draft.features().keySet().forEach(name -> feature(name, taken));
    graph.edges().forEach((table, edges) -> edges(table, edges, key));
    graph.neighbourhoods().ifPresent(spec -> weighted(graph, spec));
  }

  /** Prepared features stand beside what the graph itself says of a node. */
  private void feature(String name, List<String> taken) {
    if (taken.contains(name.toLowerCase(Locale.ROOT))) {
      problems.add(
          List.of("features", name, "type"),
          "Cannot name a feature '%s': each node has a column of that name (expected a name other than %s). Rename it.",
          name,
          String.join(", ", taken));
    }
  }

  /** A column whose values are names; such a number is never rounded. */
  private Optional<Column> naming(String part, String name, String what) {
    List<String> at = List.of("graph", part);
    Optional<Column> column = columns.mainColumn(at, name, "name " + what);
    column
        .filter(found -> !names(found.type()))
        .ifPresent(
            found ->
                problems.add(
                    at,
                    "Cannot name %s by column '%s': its type is %s (expected string, int or long).",
                    what,
                    name,
                    found.type().text()));
    return column.filter(found -> names(found.type()));
  }

  private static boolean names(ColumnType type) {
    return type == ColumnType.STRING || type.isIntegral();
  }

  private void edges(String name, Optional<EdgeTable> edges, Optional<Column> key) {
    List<String> at = List.of("graph", "edges", name);
    TableDraft table = draft.tables().get(name);
    String main = draft.clean().table();
    if (table == null || name.equals(main)) {
      List<String> others =
          draft.tables().keySet().stream().filter(other -> !other.equals(main)).toList();
      problems.add(
          at,
          "Cannot read edges from table '%s': %s %s.",
          name,
          table == null ? "there is no such table" : "it is the main table, whose rows are nodes",
          Nearest.expected(name, others));
      return;
    }
    edges.ifPresent(
        spec -> {
          end(table, at, "source", spec.source(), key);
          end(table, at, "target", spec.target(), key);
          weight(table, at, spec.weight());
          if (spec.source().equals(spec.target())) {
            problems.add(
                Locations.append(at, "target"),
                "Cannot read edges from table '%s': source and target are the same column '%s' (expected two).",
                name,
                spec.source());
          }
        });
  }

  private void end(
      TableDraft table, List<String> at, String part, String name, Optional<Column> key) {
    List<String> path = Locations.append(at, part);
    Optional<Column> column =
        columns.column(table, path, name, "read edges from table '" + table.name() + "'");
    if (key.isPresent()
        && column.filter(c -> !CrossChecks.sameKind(c.type(), key.get().type())).isPresent()) {
      problems.add(
          path,
          "Cannot read edges from table '%s': column '%s' has type %s, the key of nodes '%s' %s (expected the same, or whole numbers).",
          table.name(),
          name,
          column.get().type().text(),
          key.get().name(),
          key.get().type().text());
    }
  }

  private void weight(TableDraft table, List<String> at, @Nullable String name) {
    if (name == null) {
      return;
    }
    List<String> path = Locations.append(at, "weight");
    columns
        .column(table, path, name, "weigh edges of table '" + table.name() + "'")
        .filter(column -> !column.type().isNumeric())
        .ifPresent(
            column ->
                problems.add(
                    path,
                    "Cannot weigh edges of table '%s': column '%s' has type %s (expected a number).",
                    table.name(),
                    name,
                    column.type().text()));
  }

  /** Where edges are summed, their number is a weight. */
  private void weighted(GraphDraft graph, Neighbourhoods spec) {
    Stream<EdgeTable> known = graph.edges().values().stream().flatMap(Optional::stream);
    boolean all =
        !graph.edges().isEmpty() && graph.edges().values().stream().allMatch(Optional::isPresent);
    if (spec.weighted()
        && all
        && known.noneMatch(e -> e.weight() != null || e.duplicates() == Duplicates.SUM)) {
      problems.add(
          List.of("graph", "neighbourhoods", "weighted"),
          "Cannot draw neighbours by weight: all edges weigh 1 (expected a weight, or duplicates = sum, in a table of edges).");
    }
  }
}
