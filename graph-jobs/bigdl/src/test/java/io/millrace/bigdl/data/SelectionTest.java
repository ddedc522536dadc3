package io.millrace.bigdl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spec.data.DatasetManifest.ManifestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectionTest {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          "message m { optional int64 key; optional float label; optional float x; optional binary __splits (STRING); }");
  private static final ShardColumns COLUMNS =
      new ShardColumns(List.of("x"), List.of(), List.of(), "label", "key");
  private static final int ROWS = 5_000;
  private static final Configuration HADOOP = new Configuration();

  @TempDir private Path folder;

  @Test
  void executorsShareTheRowsOfAPartEvenlyAndEachRowOnce() throws IOException {
    ShardFiles valid = files().selected(Selection.of(1, "valid"));
    List<ManifestFile> counted = new ArrayList<>();
    for (String name : List.of("train/a.parquet", "other/b.parquet")) {
      int first = name.startsWith("train") ? 0 : ROWS;
      write(folder.resolve(name), first, true);
      counted.add(new ManifestFile(name, valid.count(name, HADOOP), 1, ""));
    }

    TreeMap<Long, Float> read = new TreeMap<>();
    List<Integer> sizes = new ArrayList<>();
    for (int p = 0; p < 3; p++) {
      Shard shard = valid.read(RowRange.of(counted, 3, p), p, 0, true, HADOOP);
      Rows rows = shard.room();
      shard.copy(null, 0, shard.size(), 0, rows);
      for (int i = 0; i < shard.size(); i++) {
        assertThat(rows.dense()[i]).isEqualTo(-shard.key(i));
        assertThat(read.put(shard.key(i), shard.label(i))).as("row %d again", i).isNull();
      }
      sizes.add(shard.size());
    }

    TreeMap<Long, Float> expected = new TreeMap<>();
    for (int row = 0; row < 2 * ROWS; row++) {
      if (row % 7 == 3) {
        expected.put((long) row, row % 2f);
      }
    }
    assertThat(read).isEqualTo(expected);
    assertThat(sizes).allMatch(size -> Math.abs(size - expected.size() / 3.0) < 1);
  }

  @Test
  void namesAFileThatDoesNotSayItsSplits() throws IOException {
    write(folder.resolve("train/a.parquet"), 0, false);

    assertThatThrownBy(
            () -> files().selected(Selection.of(1, "valid")).count("train/a.parquet", HADOOP))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("train/a.parquet': column '__splits' is missing");
  }

  private ShardFiles files() {
    return new ShardFiles(folder.toUri().toString(), COLUMNS, false, List.of(), null);
  }

  /** In many row groups; every seventh row is valid in the second split. */
  private static void write(Path file, int first, boolean letters) throws IOException {
    Files.createDirectories(file.getParent());
    MessageType schema = letters ? SCHEMA : new MessageType("m", SCHEMA.getFields().subList(0, 3));
    SimpleGroupFactory groups = new SimpleGroupFactory(schema);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(schema)
            .withRowGroupSize(8_192L)
            .withPageSize(1_024)
            .build()) {
      for (int row = first; row < first + ROWS; row++) {
        Group group =
            groups
                .newGroup()
                .append("key", (long) row)
                .append("label", row % 2f)
                .append("x", (float) -row);
        writer.write(letters ? group.append("__splits", row % 7 == 3 ? "tv" : "vt") : group);
      }
    }
  }
}
