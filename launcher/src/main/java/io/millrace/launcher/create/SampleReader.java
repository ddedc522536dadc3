package io.millrace.launcher.create;

import io.millrace.handoff.Digests;
import io.millrace.spec.table.TableFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;

/** Finds the files of a table, says their format, and reads a sample of them without Spark. */
final class SampleReader {
  private static final int MAGIC_BYTES = 4;

  private SampleReader() {}

  /**
   * Reads some rows of a file, a folder or a pattern.
   *
   * @throws UnfitDataException if there is nothing, or nothing that can be looked at
   * @throws IOException if the files cannot be read
   */
  static Sample read(String data, Configuration hadoop) throws IOException {
    List<FileStatus> files = files(data, hadoop);
    TableFormat format = format(files.get(0), hadoop);
    Sample sample =
        switch (format) {
          case PARQUET -> new ParquetSample(hadoop).read(files);
          case CSV -> CsvSample.of(TextLines.read(files, hadoop));
          case JSON -> JsonSample.of(TextLines.read(files, hadoop));
          case ORC ->
              throw new UnfitDataException(
                  "Cannot look into '%s': it is ORC, whose values only Spark reads here (expected CSV, JSON lines or Parquet). Write its columns by hand, with format = orc."
                      .formatted(data));
        };
    if (sample.rows() == 0) {
      throw new UnfitDataException(
          "Cannot make a definition for '%s': no row of it could be read (expected some)."
              .formatted(data));
    }
    return sample;
  }

  private static List<FileStatus> files(String data, Configuration hadoop) throws IOException {
    List<FileStatus> files =
        Digests.inputFiles(List.of(data), hadoop).stream().filter(f -> f.getLen() > 0).toList();
    if (files.isEmpty()) {
      throw new UnfitDataException(
          "Cannot make a definition for '%s': there is no file that holds anything (expected a file, a folder or a pattern)."
              .formatted(data));
    }
    return spread(files);
  }

  /** Some of many, evenly. */
  static <T> List<T> spread(List<T> all) {
    int some = Math.min(all.size(), Sample.PLACES);
    List<T> chosen = new ArrayList<>();
    for (int i = 0; i < some; i++) {
      chosen.add(all.get((int) ((long) i * all.size() / some)));
    }
    return chosen;
  }

  /** By the first bytes, since names may lie; text by its name, then by its first character. */
  private static TableFormat format(FileStatus file, Configuration hadoop) throws IOException {
    byte[] start = new byte[(int) Math.min(MAGIC_BYTES, file.getLen())];
    try (FSDataInputStream in = file.getPath().getFileSystem(hadoop).open(file.getPath())) {
      in.readFully(0, start);
    }
    String magic = new String(start, StandardCharsets.ISO_8859_1);
    if (magic.equals("PAR1")) {
      return TableFormat.PARQUET;
    }
    if (magic.startsWith("ORC")) {
      return TableFormat.ORC;
    }
    String name = file.getPath().getName().toLowerCase(Locale.ROOT);
    boolean json = name.contains(".json") || name.contains(".ndjson") || magic.startsWith("{");
    return json ? TableFormat.JSON : TableFormat.CSV;
  }
}
