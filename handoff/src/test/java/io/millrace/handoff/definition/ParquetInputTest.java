package io.millrace.handoff.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spec.table.TableSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetInputTest {
  private static final String GOOD =
      """
      optional int64 date (TIMESTAMP_MICROS);
      optional int32 day (DATE);
      optional binary delay (UTF8);
      optional int32 distance;
      optional binary origin (UTF8);
      optional binary destination (ENUM);
      optional boolean late;
      """;

  private final Configuration hadoop = new Configuration();

  @TempDir private Path folder;

  @Test
  void readsFootersOfAFolder() throws IOException {
    write("in/part-1.parquet", GOOD, 3);
    write("in/part-2.parquet", GOOD, 4);

    assertThat(problems("in")).isEmpty();
    assertThat(facts("in").rows()).isEqualTo(7);
    assertThat(facts("in").exact()).isTrue();
    assertThat(facts("in").files()).isEqualTo(2);
  }

  @Test
  void refusesKeysOfNodesThatAreRounded() throws IOException {
    write("in.parquet", GOOD.replace("int32 distance", "double distance"), 3);
    TableSpec table = definition("in.parquet").mainTable();

    assertThat(TableLook.at(table, Set.of(), hadoop).problems()).isEmpty();
    assertThat(TableLook.at(table, Set.of("distance"), hadoop).problems())
        .extracting(Problem::toString)
        .singleElement()
        .asString()
        .contains(
            "column 'distance' in '%s/in.parquet' is double, whose large numbers are rounded (expected what can become"
                .formatted(folder));
  }

  @Test
  void takesColumnsFromTheNamesOfFolders() throws IOException {
    write("in/late=true/part-1.parquet", GOOD.replace("optional boolean late;", ""), 1);

    assertThat(problems("in")).isEmpty();
  }

  @Test
  void refusesATableWithoutRows() throws IOException {
    write("none.parquet", GOOD, 0);

    assertThat(problems("none.parquet"))
        .containsExactly(
            "tables.flights.path: Cannot read table 'flights': no rows in '%s/none.parquet' (expected some)."
                .formatted(folder));
  }

  @Test
  void refusesAFileThatWasCut() throws IOException {
    write("whole.parquet", GOOD, 1000);
    byte[] bytes = Files.readAllBytes(folder.resolve("whole.parquet"));
    Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(bytes, bytes.length / 2));
    Files.write(folder.resolve("tiny.parquet"), Arrays.copyOf(bytes, 5));
    byte[] broken = bytes.clone();
    Arrays.fill(broken, bytes.length - 60, bytes.length - 8, (byte) 0xff);
    Files.write(folder.resolve("broken.parquet"), broken);

    for (String name : List.of("cut.parquet", "tiny.parquet")) {
      assertThat(problems(name))
          .containsExactly(
              "tables.flights.path: Cannot read table 'flights': '%s/%s' is not a whole Parquet file: its footer is missing (expected PAR1 at its end). Write the file again."
                  .formatted(folder, name));
    }
    assertThat(problems("broken.parquet"))
        .containsExactly(
            "tables.flights.path: Cannot read table 'flights': '%s/broken.parquet' is not a whole Parquet file: its footer cannot be read: can not read class org.apache.parquet.format.FileMetaData: don't know what type: 15."
                .formatted(folder));
  }

  @Test
  void namesColumnsThatAreMissing() throws IOException {
    write("a.parquet", GOOD.replace("delay", "dely"), 1);

    assertThat(problems("a.parquet"))
        .containsExactly(
            "tables.flights.columns.delay: Cannot read table 'flights': '%s/a.parquet' has no column 'delay' (expected one of date, day, dely, distance, origin, destination, late; did you mean 'dely'?)."
                .formatted(folder));
  }

  @Test
  void refusesTypesThatCannotBecomeTheDeclaredOnes() throws IOException {
    write(
        "a.parquet",
        """
        optional int64 date;
        optional group day { optional int32 x; }
        optional binary delay;
        repeated double distance;
        optional fixed_len_byte_array(4) origin;
        optional int96 destination;
        optional boolean late;
        """,
        1);

    assertThat(problems("a.parquet"))
        .containsExactly(
            refused("date", "int64, not a time", "timestamp"),
            refused("day", "nested", "date"),
            refused("delay", "binary", "int"),
            refused("distance", "a list", "double"),
            refused("origin", "binary", "string"));
  }

  private String refused(String column, String found, String declared) {
    return "tables.flights.columns.%1$s: Cannot read table 'flights': column '%1$s' in '%2$s/a.parquet' is %3$s (expected what can become %4$s)."
        .formatted(column, folder, found, declared);
  }

  private List<String> problems(String path) {
    return TableLook.at(definition(path).mainTable(), Set.of(), hadoop).problems().stream()
        .map(Problem::toString)
        .toList();
  }

  private InputFacts facts(String path) {
    return TableLook.at(definition(path).mainTable(), Set.of(), hadoop).facts();
  }

  private io.millrace.spec.PipelineDefinition definition(String path) {
    return DefinitionReader.read(
        Path.of("src/test/resources/base.conf"),
        Map.of(
            "tables.flights.path",
            folder.resolve(path).toString(),
            "tables.flights.format",
            "parquet"));
  }

  private void write(String name, String fields, int rows) throws IOException {
    MessageType schema = MessageTypeParser.parseMessageType("message row {\n" + fields + "}");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(folder.resolve(name).toString()))
            .withConf(hadoop)
            .withType(schema)
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .build()) {
      for (int i = 0; i < rows; i++) {
        writer.write(new SimpleGroup(schema));
      }
    }
  }
}
