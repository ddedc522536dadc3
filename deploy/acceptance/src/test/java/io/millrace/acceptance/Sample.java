package io.millrace.acceptance;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** Every n-th of the project's flights as CSV files: small, and spread over all months. */
final class Sample {
  private Sample() {}

  /** Writes the sample and the airports below a folder. */
  static void write(Path folder, int every, int files) throws IOException {
    Path data = Launch.HOME.resolve("data/flights");
    Path flights = Files.createDirectories(folder.resolve("flights"));
    Files.copy(data.resolve("airports.csv"), folder.resolve("airports.csv"));
    List<BufferedWriter> writers = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      BufferedWriter writer = Files.newBufferedWriter(flights.resolve("part-" + i + ".csv"));
      writer.write("date,delay,distance,origin,destination\n");
      writers.add(writer);
    }
    try (ParquetReader<Group> reader =
        ParquetReader.builder(
                new GroupReadSupport(),
                new org.apache.hadoop.fs.Path(data.resolve("flights-3m.parquet").toUri()))
            .withConf(new Configuration())
            .build()) {
      long row = 0;
      for (Group group = reader.read(); group != null; group = reader.read()) {
        if (row++ % every == 0) {
          writers.get((int) (row / every % files)).write(line(group));
        }
      }
    } finally {
      for (BufferedWriter writer : writers) {
        writer.close();
      }
    }
  }

  private static String line(Group group) {
    StringBuilder line = new StringBuilder(time(group));
    for (String column : List.of("delay", "distance", "origin", "destination")) {
      line.append(',').append(group.getValueToString(group.getType().getFieldIndex(column), 0));
    }
    return line.append('\n').toString();
  }

  private static String time(Group group) {
    long units = group.getLong("date", 0);
    String unit = group.getType().getType("date").getLogicalTypeAnnotation().toString();
    long perSecond =
        unit.contains("MILLIS") ? 1_000 : unit.contains("MICROS") ? 1_000_000 : 1_000_000_000;
    return LocalDateTime.ofEpochSecond(Math.floorDiv(units, perSecond), 0, ZoneOffset.UTC)
        .toString();
  }
}
