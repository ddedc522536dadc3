package io.millrace.jobs.clean;

import io.millrace.handoff.Json;
import io.millrace.jobs.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Writes a damaged table of orders in all formats. */
final class OrderFiles {
  /** Quantities are doubles here, so that a typed file can hold some that are no whole numbers. */
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "id LONG, time TIMESTAMP, day DATE, amount DOUBLE, quantity DOUBLE, discount FLOAT,"
              + " express BOOLEAN, code STRING, country STRING, channel STRING, customer STRING,"
              + " `ship to.city` STRING");

  private OrderFiles() {}

  static List<String> csvLines(List<Corrupter.DirtyRow> rows) {
    List<String> lines = new ArrayList<>();
    for (Corrupter.DirtyRow row : rows) {
      List<String> fields = new ArrayList<>();
      row.values.values().forEach(value -> fields.add(value == null ? "" : quoted(value)));
      lines.add(row.line.apply(String.join(",", fields)));
    }
    return lines;
  }

  private static String quoted(Object value) {
    String text = Orders.text(value);
    return text.contains(",") || text.contains("\"")
        ? '"' + text.replace("\"", "\"\"") + '"'
        : text;
  }

  static List<String> jsonLines(List<Corrupter.DirtyRow> rows) {
    List<String> lines = new ArrayList<>();
    for (Corrupter.DirtyRow row : rows) {
      Map<String, Object> fields = new LinkedHashMap<>();
      row.values.forEach(
          (column, value) -> {
            boolean plain =
                value == null
                    || value instanceof Boolean
                    || value instanceof Long
                    || (value instanceof Double number && Double.isFinite(number));
            fields.put(column, plain ? value : Orders.text(value));
          });
      lines.add(row.line.apply(Json.line(fields)));
    }
    return lines;
  }

  /** Two files, so that a table is more than one. */
  static void writeLines(Path folder, List<String> header, List<String> lines) throws IOException {
    Files.createDirectories(folder);
    int half = lines.size() / 2;
    for (int part = 0; part < 2; part++) {
      List<String> all = new ArrayList<>(header);
      all.addAll(part == 0 ? lines.subList(0, half) : lines.subList(half, lines.size()));
      Files.write(folder.resolve("part-" + part + ".txt"), all);
    }
  }

  static void writeTyped(Path folder, String format, List<Corrupter.DirtyRow> rows) {
    List<Row> typed = new ArrayList<>();
    for (Corrupter.DirtyRow row : rows) {
      typed.add(
          RowFactory.create(
              row.values.values().stream()
                  .map(v -> v instanceof LocalDateTime time ? time.toInstant(ZoneOffset.UTC) : v)
                  .toArray()));
    }
    TestSpark.session()
        .createDataFrame(typed, SCHEMA)
        .write()
        .format(format)
        .save(folder.toString());
  }
}
