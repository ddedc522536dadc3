package io.millrace.handoff.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.spec.PipelineDefinition;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputCheckTest {
  private static final String HEADER = "date,day,delay,distance,origin,destination,late\n";
  private static final String ROW = "2001-01-01T10:00:00,2001-01-01,5,300,BOS,JFK,false\n";

  private final Configuration hadoop = new Configuration();

  @TempDir private Path folder;

  @BeforeEach
  void writeAirports() throws IOException {
    write("airports.json", "{\"iata\": \"BOS\"}\n{\"iata\": \"JFK\", \"size\": 3}\n");
  }

  @Test
  void acceptsWholeInputAndCountsItsRows() throws IOException {
    write("in/a.csv", "\uFEFF" + HEADER + ROW + ROW);
    write("in/b.csv", HEADER + ROW);
    write("in/_SUCCESS", "");
    write("in/.hidden", "x");
    PipelineDefinition d = definition("in", Map.of());

    assertThat(InputCheck.check(d, hadoop)).isEmpty();
    assertThat(InputCheck.facts(d, hadoop))
        .containsExactly(
            new InputFacts("flights", size("in/a.csv") + size("in/b.csv"), 3, true, 2),
            new InputFacts("airports", size("airports.json"), 2, true, 1));
  }

  @Test
  void namesFilesThatAreNotThere() {
    assertThat(problems("none/*.csv", Map.of()))
        .containsExactly(
            "tables.flights.path: Cannot read table 'flights': there is no file at '%s/none/*.csv' (expected a file, a folder or a pattern)."
                .formatted(folder));
    assertThat(check(definition(Map.of("tables.flights.path", "nowhere://x/y"))))
        .singleElement()
        .asString()
        .startsWith(
            "tables.flights.path: Cannot read table 'flights': 'nowhere://x/y' cannot be listed: ");
  }

  @Test
  void refusesEmptyFilesAndTablesWithoutRows() throws IOException {
    write("empty.csv", "");
    write("header.csv", HEADER + "\n");

    assertThat(problems("empty.csv", Map.of()))
        .containsExactly(
            "tables.flights.path: Cannot read table 'flights': '%s/empty.csv' is empty (expected rows)."
                .formatted(folder));
    assertThat(problems("header.csv", Map.of()))
        .containsExactly(
            "tables.flights.path: Cannot read table 'flights': no rows in '%s/header.csv' (expected some)."
                .formatted(folder));
  }

  @Test
  void namesColumnsThatAHeaderDoesNotHave() throws IOException {
    write("a.csv", "date;day;\"dealy\";distance;origin ;destination;late;late\n");

    assertThat(problems("a.csv", Map.of("tables.flights.delimiter", "\";\"")))
        .containsExactly(
            "tables.flights.columns.late: Cannot read table 'flights': the header of '%s/a.csv' names column 'late' twice (expected once)."
                .formatted(folder),
            "tables.flights.columns.delay: Cannot read table 'flights': '%s/a.csv' has no column 'delay' (expected one of date, day, dealy, distance, origin , destination, late, late; did you mean 'dealy'?)."
                .formatted(folder),
            "tables.flights.columns.origin: Cannot read table 'flights': '%s/a.csv' has no column 'origin' (expected one of date, day, dealy, distance, origin , destination, late, late; did you mean 'origin '?)."
                .formatted(folder));
  }

  @Test
  void countsFieldsWhereThereIsNoHeader() throws IOException {
    write("good.csv", "|1x3 some comment\n" + ROW + ROW.replace("BOS", "\"B,S\"") + ROW);
    write("bad.csv", "1,2\n1,2\n" + ROW);
    Map<String, String> noHeader = Map.of("tables.flights.header", "false");

    assertThat(problems("good.csv", noHeader)).isEmpty();
    assertThat(problems("bad.csv", noHeader))
        .containsExactly(
            "tables.flights.path: Cannot read table 'flights': the first lines of '%s/bad.csv' have 2 fields (expected 7, one for each column)."
                .formatted(folder));
  }

  @Test
  void readsCompressedText() throws IOException {
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("a.csv.gz")))) {
      out.write((HEADER + ROW).getBytes(StandardCharsets.UTF_8));
    }
    PipelineDefinition d = definition("a.csv.gz", Map.of());

    assertThat(InputCheck.check(d, hadoop)).isEmpty();
    assertThat(InputCheck.facts(d, hadoop).get(0).rows()).isEqualTo(1);
  }

  @Test
  void estimatesTheRowsOfLongTextFromItsFirstLines() throws IOException {
    write("long.csv", HEADER + ROW.repeat(50_000));

    InputFacts facts = InputCheck.facts(definition("long.csv", Map.of()), hadoop).get(0);

    assertThat(facts.exact()).isFalse();
    assertThat((double) facts.rows()).isCloseTo(50_000, within(500.0));
  }

  @Test
  void looksAtTheKeysOfJson() throws IOException {
    write("a.csv", HEADER + ROW);
    write("airports.json", "broken\n{\"iota\": \"BOS\", \"size\": {\"x\": 1}}\n");
    write("array.json", "[\n1,\n2]\n");

    assertThat(problems("a.csv", Map.of()))
        .containsExactly(
            "tables.airports.columns.size: Cannot read table 'airports': column 'size' in '%s/airports.json' is nested (expected what can become long)."
                .formatted(folder),
            "tables.airports.columns.iata: Cannot read table 'airports': '%s/airports.json' has no column 'iata' (expected one of iota, size; did you mean 'iota'?)."
                .formatted(folder));
    assertThat(
            problems(
                "a.csv", Map.of("tables.airports.path", folder.resolve("array.json").toString())))
        .containsExactly(
            "tables.airports.path: Cannot read table 'airports': none of the first lines of '%s/array.json' is a JSON object (expected one on each line)."
                .formatted(folder));
  }

  @Test
  void looksAtTheStartOfOrc() throws IOException {
    write("good.orc", "ORC and more");
    write("bad.orc", "PAR1 and more");
    Map<String, String> orc = Map.of("tables.flights.format", "orc");

    assertThat(problems("good.orc", orc)).isEmpty();
    assertThat(problems("bad.orc", orc))
        .containsExactly(
            "tables.flights.path: Cannot read table 'flights': '%s/bad.orc' is not an ORC file (expected ORC at its start)."
                .formatted(folder));
  }

  @Test
  void acceptsTheFlights() {
    PipelineDefinition d =
        DefinitionReader.read(
            Path.of("../conf/flight-delays.conf"),
            Map.of(
                "tables.flights.path", "../data/flights/flights-3m.parquet",
                "tables.airports.path", "../data/flights/airports.csv"));

    assertThat(InputCheck.check(d, hadoop)).isEmpty();
    List<InputFacts> facts = InputCheck.facts(d, hadoop);
    assertThat(facts.get(0).rows()).isEqualTo(3_000_000);
    assertThat(facts.get(0).exact()).isTrue();
    assertThat((double) facts.get(1).rows()).isCloseTo(3_376, within(170.0));
  }

  private List<String> problems(String path, Map<String, String> overrides) {
    return check(definition(path, overrides));
  }

  private List<String> check(PipelineDefinition definition) {
    return InputCheck.check(definition, hadoop).stream().map(Problem::toString).toList();
  }

  private PipelineDefinition definition(String path, Map<String, String> overrides) {
    Map<String, String> all = new HashMap<>(overrides);
    all.put("tables.flights.path", folder.resolve(path).toString());
    return definition(all);
  }

  private PipelineDefinition definition(Map<String, String> overrides) {
    Map<String, String> all = new HashMap<>(overrides);
    all.putIfAbsent("tables.airports.path", folder.resolve("airports.json").toString());
    return DefinitionReader.read(Path.of("src/test/resources/base.conf"), all);
  }

  private long size(String name) throws IOException {
    return Files.size(folder.resolve(name));
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
