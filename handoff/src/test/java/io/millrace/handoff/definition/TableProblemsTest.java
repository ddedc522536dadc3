package io.millrace.handoff.definition;

import static io.millrace.handoff.definition.BadDefinition.bad;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TableProblemsTest {
  @ParameterizedTest
  @MethodSource
  void refusesTables(BadDefinition bad, @TempDir Path folder) throws IOException {
    bad.check(folder);
  }

  static Stream<BadDefinition> refusesTables() {
    return Stream.of(
        bad(
            "format = csv",
            "format = cvs",
            "6: Cannot read 'tables.flights.format': found 'cvs' (expected one of csv, json, parquet, orc; did you mean 'csv'?)."),
        bad(
            "format = csv",
            "format = csv, delimiter = \"::\", header = maybe",
            "6: Cannot read 'tables.flights.delimiter': found '::' (expected one character).",
            "6: Cannot read 'tables.flights.header': found 'maybe' (expected true or false)."),
        bad(
            "format = json",
            "format = json, header = true",
            "19: Unknown key 'header' in 'tables.airports' (expected one of sql, sql-file, path, format, file-column, columns)."),
        bad(
            "path = \"flights.csv\"",
            "",
            "4: Cannot read 'tables.flights': the key 'path' is missing (expected text)."),
        bad(
            "path = \"flights.csv\"",
            "path { a = 1 }",
            "5: Cannot read 'tables.flights.path': found an object (expected text)."),
        bad(
            "[\"airports.json\"]",
            "[]",
            "17: Cannot read table 'airports': it has 0 paths, no SQL and 2 columns (expected paths or SQL, and columns)."),
        bad(
            "[\"airports.json\"]",
            "[{ a = 1 }]",
            "18: Cannot read 'tables.airports.path[0]': found an object (expected text)."),
        bad(
            "columns { iata = string, size = long }",
            "",
            "17: Cannot read 'tables.airports': the key 'columns' is missing (expected an object)."),
        bad(
            "delay = int",
            "delay = itn",
            "10: Cannot read 'tables.flights.columns.delay': found 'itn' (expected one of string, int, long, float, double, boolean, timestamp, date; did you mean 'int'?)."),
        bad(
            "delay = int",
            "delay { type = int, pattern = yyyy }",
            "10: Cannot use a pattern for column 'delay': type int (expected timestamp or date)."),
        bad(
            "date = timestamp",
            "date { type = timestamp, pattern = \"yyyy-b\" }",
            "8: Cannot read 'tables.flights.columns.date.pattern': 'yyyy-b' is no pattern of times: Unknown pattern letter: b (expected letters of java.time, such as dd.MM.yyyy HH:mm)."),
        bad(
            "date = timestamp",
            "date { typ = timestamp }",
            "8: Unknown key 'typ' in 'tables.flights.columns.date' (expected one of type, pattern; did you mean 'type'?)."),
        bad(
            "format = csv",
            "format = csv, file-column = delay",
            "4: Cannot read table 'flights': column 'delay' is named twice."),
        bad(
            "late = boolean",
            "late = boolean, Delay = int",
            "14: Cannot name a column 'Delay': there is 'delay' already (expected names that differ in more than case)."),
        bad(
            "airports {",
            "\"air ports\" {",
            "17: Cannot name a table 'air ports' (expected up to 100 letters, digits, '-' and '_').",
            "28: Cannot look up column 'destination' in table 'airports': there is no such table (expected air ports; did you mean 'air ports'?)."));
  }
}
