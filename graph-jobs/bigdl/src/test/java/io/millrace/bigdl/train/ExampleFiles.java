package io.millrace.bigdl.train;

import io.millrace.sampling.Example;
import io.millrace.spec.data.DatasetManifest.ManifestFile;
import io.millrace.spec.target.SplitLetters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes examples as Parquet rows as the step before a training does. */
final class ExampleFiles {
  private static final List<String> LONGS = List.of("ids", "keys");
  private static final List<String> FLOATS =
      List.of("weights", "degrees", "labels", "dense", "words_values");
  private static final List<String> INTS =
      List.of("begins", "sources", "targets", "a", "words_begins", "words_columns");
  private static final MessageType SCHEMA = schema();

  private ExampleFiles() {}

  private static MessageType schema() {
    StringBuilder text = new StringBuilder("message spark_schema {");
    for (String name : LONGS) {
      text.append(list(name, "int64"));
    }
    for (String name : FLOATS) {
      text.append(list(name, "float"));
    }
    for (String name : INTS) {
      text.append(list(name, "int32"));
    }
    text.append(" optional binary ").append(SplitLetters.COLUMN).append(" (STRING);");
    return MessageTypeParser.parseMessageType(text.append("}").toString());
  }

  static String list(String name, String type) {
    return " optional group %s (LIST) { repeated group list { optional %s element; } }"
        .formatted(name, type);
  }

  /** Several row groups, so that a reader has to skip some. */
  static ManifestFile write(Path data, String name, List<Example> examples) throws IOException {
    return write(data, name, examples, List.of());
  }

  /**
   * @param splits of each example where there are several
   */
  static ManifestFile write(Path data, String name, List<Example> examples, List<String> splits)
      throws IOException {
    Path file = data.resolve(name);
    Files.deleteIfExists(file);
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    SimpleGroupFactory groups = new SimpleGroupFactory(SCHEMA);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(SCHEMA)
            .withRowGroupSize(65_536L)
            .withPageSize(2_048)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .build()) {
      for (int i = 0; i < examples.size(); i++) {
        Group row = row(groups.newGroup(), examples.get(i));
        writer.write(splits.isEmpty() ? row : row.append(SplitLetters.COLUMN, splits.get(i)));
      }
    }
    return new ManifestFile(name, examples.size(), Files.size(file), "");
  }

  private static Group row(Group row, Example example) {
    longs(row, "ids", example.ids());
    longs(row, "keys", example.keys());
    ints(row, "begins", example.topology().begins());
    ints(row, "sources", example.topology().sources());
    float[] weights = example.topology().weights();
    if (weights != null) {
      floats(row, "weights", weights);
    }
    floats(row, "degrees", example.topology().degrees());
    floats(row, "labels", example.labels());
    if (example.dense().length > 0) {
      floats(row, "dense", example.dense());
    }
    ints(row, "targets", example.targets());
    if (!example.indices().isEmpty()) {
      ints(row, "a", example.indices().get(0));
    }
    ints(row, "words_begins", example.sparse().get(0).begins());
    ints(row, "words_columns", example.sparse().get(0).columns());
    floats(row, "words_values", example.sparse().get(0).values());
    return row;
  }

  static void longs(Group row, String name, long[] values) {
    Group list = row.addGroup(name);
    for (long value : values) {
      list.addGroup("list").append("element", value);
    }
  }

  static void ints(Group row, String name, int[] values) {
    Group list = row.addGroup(name);
    for (int value : values) {
      list.addGroup("list").append("element", value);
    }
  }

  static void floats(Group row, String name, float[] values) {
    Group list = row.addGroup(name);
    for (float value : values) {
      list.addGroup("list").append("element", value);
    }
  }
}
