package io.millrace.handoff.definition;

import io.millrace.spec.table.TableSpec;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/** A short look at one table's input. */
record TableLook(List<Problem> problems, InputFacts facts) {
  /** Opening a file of an object store takes some 50 ms, so not all of very many are opened. */
  static final int MOST_FILES = 256;

  /**
   * @param keys columns that name nodes of a graph
   */
  static TableLook at(TableSpec table, Set<String> keys, Configuration hadoop) {
    TableReport report = new TableReport(table, keys);
    List<FileStatus> files = InputFiles.of(report, hadoop);
    long bytes = files.stream().mapToLong(FileStatus::getLen).sum();
    if (!files.isEmpty() && bytes == 0) {
      report.add("'%s' is empty (expected rows)", TableReport.label(files.get(0).getPath()));
      return new TableLook(
          report.problems(), new InputFacts(table.name(), 0, 0, true, files.size()));
    }
    FileLook.Rows rows = rows(files, bytes, look(report, hadoop), report);
    if (!files.isEmpty() && report.isEmpty() && rows.exact() && rows.count() == 0) {
      report.add("no rows in '%s' (expected some)", String.join("', '", table.paths()));
    }
    return new TableLook(
        report.problems(),
        new InputFacts(table.name(), bytes, rows.count(), rows.exact(), files.size()));
  }

  private static FileLook look(TableReport report, Configuration hadoop) {
    return switch (report.table().format()) {
      case PARQUET -> new ParquetLook(report, hadoop);
      case CSV -> new CsvLook(report, hadoop);
      case JSON -> new JsonLook(report, hadoop);
      case ORC -> new OrcLook(report, hadoop);
    };
  }

  /** Files that were not opened are taken to be like those that were. */
  private static FileLook.Rows rows(
      List<FileStatus> files, long bytes, FileLook look, TableReport report) {
    long count = 0;
    long seen = 0;
    boolean exact = files.size() <= MOST_FILES;
    for (FileStatus file : files.subList(0, Math.min(files.size(), MOST_FILES))) {
      try {
        FileLook.Rows rows = look.look(file);
        count += rows.count();
        exact &= rows.exact();
        seen += file.getLen();
      } catch (IOException | RuntimeException e) {
        // Broken files and codecs fail in many ways; each is a problem of that file.
        report.add("'%s' cannot be read: %s", TableReport.label(file.getPath()), text(e));
        exact = false;
      }
    }
    look.finish();
    boolean all = files.size() <= MOST_FILES || seen == 0;
    return new FileLook.Rows(all ? count : Math.round((double) count / seen * bytes), exact);
  }

  /** What an exception says, without the dot at its end. */
  static String text(Exception e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }
}
