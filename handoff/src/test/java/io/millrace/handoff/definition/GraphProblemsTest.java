package io.millrace.handoff.definition;

import static io.millrace.handoff.definition.BadDefinition.badGraph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GraphProblemsTest {
  @ParameterizedTest
  @MethodSource
  void refusesTablesBySql(BadDefinition bad, @TempDir Path folder) throws IOException {
    bad.check(folder);
  }

  static Stream<BadDefinition> refusesTablesBySql() {
    return Stream.of(
        badGraph(
            "sql = \"SELECT a",
            "format = csv, sql = \"SELECT a",
            "18: Unknown key 'format' in 'tables.routes' (expected one of sql, sql-file, columns)."),
        badGraph(
            "sql = \"SELECT a.",
            "slq = \"SELECT a.",
            "15: Cannot read 'tables.routes': the key 'path' is missing (expected text).",
            "15: Cannot read 'tables.routes': the key 'format' is missing (expected one of csv, json, parquet, orc).",
            "18: Unknown key 'slq' in 'tables.routes' (expected one of sql, sql-file, path, format, delimiter, header, trim, missing, file-column, columns; did you mean 'sql'?)."),
        badGraph(
            "sql = \"SELECT a.",
            "sql-file = none.sql, sql = \"SELECT a.",
            "18: Cannot make table 'routes': it has both sql and sql-file (expected one of them)."),
        badGraph(
            "sql = \"SELECT a.evening AS here, b.evening AS there, 2.5 AS share FROM evenings a JOIN evenings b USING (date)\"",
            "sql-file = none.sql",
            "18: Cannot make table 'routes': the file 'none.sql' cannot be read: there is no such file (expected a query in Spark SQL, as UTF-8)."),
        badGraph(
            "sql = \"SELECT a.evening AS here, b.evening AS there, 2.5 AS share FROM evenings a JOIN evenings b USING (date)\"",
            "sql = \" \"",
            "18: Cannot make table 'routes': its SQL is empty (expected a query)."),
        badGraph(
            "columns { here = string, there = string, share = float }",
            "",
            "15: Cannot read 'tables.routes': the key 'columns' is missing (expected an object)."),
        badGraph(
            "FROM flights GROUP BY",
            "FROM flights JOIN Routes GROUP BY",
            "14: Cannot make table 'evenings': its SQL reads 'routes', which SQL makes below it (expected tables of files, or tables by SQL that stand above it)."),
        badGraph(
            "FROM flights GROUP BY",
            "FROM evenings GROUP BY",
            "14: Cannot make table 'evenings': its SQL reads the table itself (expected tables of files, or tables by SQL that stand above it)."),
        badGraph(
            "airports { path",
            "Flights { path",
            "9: Cannot name a table 'Flights': there is 'flights' already (expected names that differ in more than case).",
            "27: Cannot look up column 'origin' in table 'airports': there is no such table (expected one of Flights, evenings, routes).",
            "27: Cannot clean table 'airports': there is no such table (expected one of flights, Flights, routes)."));
  }

  @ParameterizedTest
  @MethodSource
  void refusesSources(BadDefinition bad, @TempDir Path folder) throws IOException {
    bad.check(folder);
  }

  static Stream<BadDefinition> refusesSources() {
    return Stream.of(
        badGraph(
            "airports { columns { iata {",
            "airprots { columns { iata {",
            "27: Cannot clean table 'airprots': there is no such table (expected one of flights, airports, routes; did you mean 'airports'?)."),
        badGraph(
            "airports { columns { iata {",
            "evenings { columns { origin {",
            "27: Cannot clean table 'evenings' as a source: it is the main table, whose rules stand in clean.columns (expected one of flights, airports, routes)."),
        badGraph(
            "airports { columns { iata {",
            "airports { columns { itaa {",
            "27: Cannot clean column 'itaa': unknown column 'itaa' in table 'airports' (expected one of iata, size; did you mean 'iata'?)."),
        badGraph(
            "airports { columns { iata {",
            "airports { colums { iata {",
            "27: Unknown key 'colums' in 'clean.sources.airports' (expected one of columns, duplicates; did you mean 'columns'?)."),
        badGraph(
            "[here, there]",
            "[here, their]",
            "26: Cannot look for duplicates: unknown column 'their' in table 'routes' (expected one of here, there, share; did you mean 'there'?)."),
        badGraph(
            "table = airports, column = iata",
            "table = flights, column = origin",
            "27: Cannot look up column 'origin' in table 'flights': it is the table that is cleaned (expected one of airports, evenings, routes)."),
        badGraph(
            "table = airports, column = iata",
            "table = routes, column = here",
            "27: Cannot look up column 'origin' in table 'routes': that table is only there when 'flights' is cleaned (expected one that can be made before)."),
        badGraph(
            "airports { columns { iata { pattern { regex = \"[A-Z]{3}\" } } } }",
            "airports = all",
            "28: Cannot read 'clean.sources.airports': found 'all' (expected an object)."));
  }

  @ParameterizedTest
  @MethodSource
  void refusesGraphs(BadDefinition bad, @TempDir Path folder) throws IOException {
    bad.check(folder);
  }

  static Stream<BadDefinition> refusesGraphs() {
    return Stream.of(
        badGraph(
            "key = evening",
            "kye = evening",
            "44: Unknown key 'kye' in 'graph' (expected one of key, graph, edges, unlabelled, neighbourhoods, measures; did you mean 'key'?)."),
        badGraph(
            "key = evening",
            "key = evning",
            "44: Cannot name a node: unknown column 'evning' in table 'evenings' (expected one of evening, origin, date, worst, departures; did you mean 'evening'?)."),
        badGraph(
            "departures { type = numeric",
            "Degree { type = numeric",
            "40: Cannot name a feature 'Degree': each node has a column of that name (expected a name other than id, key, graph, degree). Rename it."),
        badGraph(
            "key = evening",
            "key = departures",
            "46: Cannot read edges from table 'routes': column 'here' has type string, the key of nodes 'departures' long (expected the same, or whole numbers).",
            "46: Cannot read edges from table 'routes': column 'there' has type string, the key of nodes 'departures' long (expected the same, or whole numbers)."),
        badGraph(
            "key = evening",
            "key = date",
            "44: Cannot name a node by column 'date': its type is date (expected string, int or long)."),
        badGraph(
            "key = evening",
            "key = evening, graph = day",
            "44: Cannot name a graph: unknown column 'day' in table 'evenings' (expected one of evening, origin, date, worst, departures; did you mean 'date'?).",
            "46: Cannot sample neighbours by 'fan-outs': graph.graph makes each graph an example of its own (expected one of them).",
            "48: Cannot sample neighbours by 'weighted': graph.graph makes each graph an example of its own (expected one of them)."),
        badGraph(
            "key = evening",
            "key = evening, graph = date",
            "44: Cannot name a graph by column 'date': its type is date (expected string, int or long).",
            "46: Cannot sample neighbours by 'fan-outs': graph.graph makes each graph an example of its own (expected one of them).",
            "48: Cannot sample neighbours by 'weighted': graph.graph makes each graph an example of its own (expected one of them)."),
        badGraph(
            "key = evening",
            "key = evening, unlabelled = reject",
            "44: Cannot read 'graph.unlabelled': found 'reject' (expected one of pass-messages, leave-out)."),
        badGraph(
            "routes { source",
            "route { source",
            "44: Cannot read edges from table 'route': there is no such table (expected one of flights, airports, routes; did you mean 'routes'?)."),
        badGraph(
            "routes { source",
            "evenings { source",
            "44: Cannot read edges from table 'evenings': it is the main table, whose rows are nodes (expected one of flights, airports, routes)."),
        badGraph(
            "source = here",
            "source = her",
            "46: Cannot read edges from table 'routes': unknown column 'her' in table 'routes' (expected one of here, there, share; did you mean 'here'?)."),
        badGraph(
            "source = here",
            "source = there",
            "46: Cannot read edges from table 'routes': source and target are the same column 'there' (expected two)."),
        badGraph(
            "source = here",
            "sorce = here",
            "46: Unknown key 'sorce' in 'graph.edges.routes' (expected one of source, target, weight, unknown, duplicates, self-loops, direction; did you mean 'source'?)."),
        badGraph(
            "weight = share",
            "weight = here",
            "46: Cannot weigh edges of table 'routes': column 'here' has type string (expected a number)."),
        badGraph(
            "self-loops = keep",
            "self-loops = sum, unknown = keep, direction = both",
            "46: Cannot read 'graph.edges.routes.unknown': found 'keep' (expected one of reject, fail).",
            "46: Cannot read 'graph.edges.routes.self-loops': found 'sum' (expected one of reject, keep, fail).",
            "46: Cannot read 'graph.edges.routes.direction': found 'both' (expected one of directed, symmetric)."),
        badGraph(
            "routes { source = here, target = there, weight = share, self-loops = keep, duplicates = sum }",
            "",
            "43: Cannot make a graph without tables of edges (expected at least one)."),
        badGraph(
            "[15, all]",
            "[0, al, 1.5]",
            "48: Cannot read 'graph.neighbourhoods.fan-outs[0]': found the number 0 (expected a whole number above 0, or all).",
            "48: Cannot read 'graph.neighbourhoods.fan-outs[1]': found 'al' (expected a whole number above 0, or all).",
            "48: Cannot read 'graph.neighbourhoods.fan-outs[2]': found the number 1.5 (expected a whole number above 0, or all)."),
        badGraph(
            "[15, all]",
            "[]",
            "46: Cannot sample neighbours without fan-outs (expected one for each hop, or whole = true)."),
        badGraph(
            "hub = 200",
            "hub = 0",
            "46: Cannot sample neighbours with hub = 0 (expected at least 1)."),
        badGraph(
            "fan-outs",
            "whole = true, fan-outs",
            "47: Cannot sample neighbours by 'fan-outs': whole = true takes all of the graph (expected one of them).",
            "48: Cannot sample neighbours by 'weighted': whole = true takes all of the graph (expected one of them)."),
        badGraph(
            "key = evening",
            "key = evening, graph = origin",
            "46: Cannot sample neighbours by 'fan-outs': graph.graph makes each graph an example of its own (expected one of them).",
            "48: Cannot sample neighbours by 'weighted': graph.graph makes each graph an example of its own (expected one of them)."),
        badGraph(
            "{ fan-outs = [15, all], weighted = true, hub = 200 }",
            "{ whole = true }\n graph = origin",
            "48: Cannot take the whole graph: graph.graph makes each graph an example of its own (expected one of them)."),
        badGraph(
            "weight = share, self-loops = keep, duplicates = sum",
            "",
            "48: Cannot draw neighbours by weight: all edges weigh 1 (expected a weight, or duplicates = sum, in a table of edges)."));
  }
}
