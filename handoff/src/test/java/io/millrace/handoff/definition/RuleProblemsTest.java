package io.millrace.handoff.definition;

import static io.millrace.handoff.definition.BadDefinition.bad;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RuleProblemsTest {
  @ParameterizedTest
  @MethodSource
  void refusesRules(BadDefinition bad, @TempDir Path folder) throws IOException {
    bad.check(folder);
  }

  static Stream<BadDefinition> refusesRules() {
    return Stream.of(
        bad(
            "table = flights",
            "",
            "23: Cannot read 'clean': the key 'table' is missing (expected text)."),
        bad(
            "table = flights",
            "table = flihgts",
            "24: Cannot clean table 'flihgts': there is no such table (expected one of flights, airports; did you mean 'flights'?)."),
        bad(
            "delay { range",
            "dealy { range",
            "26: Cannot clean column 'dealy': unknown column 'dealy' in table 'flights' (expected one of date, day, delay, distance, origin, destination, late; did you mean 'delay'?)."),
        bad(
            "delay { range",
            "delay { rang",
            "26: Unknown key 'rang' in 'clean.columns.delay' (expected one of cast, required, range, pattern, allowed, reference; did you mean 'range'?)."),
        bad(
            "min = -180, max = 1440",
            "",
            "26: Cannot use a range without ends (expected min, max or both)."),
        bad(
            "min = -180, max = 1440",
            "min = 5, max = 4",
            "26: Cannot check the range of column 'delay': min 5 is above max 4 (expected min <= max)."),
        bad(
            "min = -180, max = 1440",
            "min = low, max = 1.5",
            "26: Cannot check the range of column 'delay': min is 'low' (expected a value of type int).",
            "26: Cannot check the range of column 'delay': max is '1.5' (expected a value of type int)."),
        bad(
            "delay { range { min = -180, max = 1440 } }",
            "origin { range { min = 1 } }",
            "26: Cannot check the range of column 'origin': its type is string (expected a number or a time)."),
        bad(
            "delay { range { min = -180, max = 1440 } }",
            "date { range { min = \"2001-13-01\" } }",
            "26: Cannot check the range of column 'date': min is '2001-13-01' (expected a value of type timestamp)."),
        bad(
            "max = 1440",
            "max = 1440, policy = clap",
            "26: Cannot read 'clean.columns.delay.range.policy': found 'clap' (expected one of reject, null, clip, fail; did you mean 'clip'?)."),
        bad(
            "delay { range { min = -180, max = 1440 } }",
            "delay { cast = clip, required = null }",
            "26: Cannot use policy clip for 'cast' (expected reject, null or fail).",
            "26: Cannot use policy null for 'required' (expected reject or fail)."),
        bad(
            "origin { pattern",
            "day { pattern",
            "27: Cannot match column 'day' against a pattern: its type is date (expected string)."),
        bad(
            "[A-Z]{3}",
            "[A-Z{3}",
            "27: Cannot use the regular expression '[A-Z{3}': Unclosed character class near index 6 (expected java.util.regex syntax)."),
        bad(
            "[true, false]",
            "[true, no]",
            "29: Cannot allow 'no' in column 'late' (expected values of type boolean)."),
        bad("[true, false]", "[]", "29: Cannot use an empty list of allowed values."),
        bad(
            "table = airports",
            "table = airprots",
            "28: Cannot look up column 'destination' in table 'airprots': there is no such table (expected airports; did you mean 'airports'?)."),
        bad(
            "table = airports, column = iata",
            "table = flights, column = origin",
            "28: Cannot look up column 'destination' in table 'flights': it is the table that is cleaned (expected airports)."),
        bad(
            "column = iata }",
            "column = iota }",
            "28: Cannot look up column 'destination': unknown column 'iota' in table 'airports' (expected one of iata, size; did you mean 'iata'?)."),
        bad(
            "column = iata }",
            "column = size }",
            "28: Cannot look up column 'destination' in 'airports.size': the types are string and long (expected the same)."),
        bad(
            "columns = all",
            "columns = al",
            "31: Cannot read 'clean.duplicates.columns': found 'al' (expected all or a list of columns; did you mean 'all'?)."),
        bad(
            "columns = all",
            "columns = []",
            "31: Cannot look for duplicates in no columns (expected all or a list of columns)."),
        bad(
            "columns = all",
            "columns = [date, dya], policy = clip",
            "31: Cannot use policy clip for duplicates (expected reject or fail)."),
        bad(
            "columns = all",
            "columns = [date, dya]",
            "31: Cannot look for duplicates: unknown column 'dya' in table 'flights' (expected one of date, day, delay, distance, origin, destination, late; did you mean 'day'?)."));
  }
}
