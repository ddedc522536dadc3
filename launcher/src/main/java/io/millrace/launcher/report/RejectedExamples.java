package io.millrace.launcher.report;

import io.millrace.handoff.Storage;
import io.millrace.launcher.report.RunFacts.RejectedRow;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** Finds a few rejected rows for each reason, without Spark. */
final class RejectedExamples {
  /** Where nearly all rows are rejected, a rare reason is not looked for through all of them. */
  private static final int MOST_ROWS_READ = 200_000;

  private final Storage storage;
  private final int perReason;
  private final Set<String> wanted;
  private final Map<String, List<RejectedRow>> found = new TreeMap<>();
  private int read;

  private RejectedExamples(Storage storage, int perReason, Set<String> wanted) {
    this.storage = storage;
    this.perReason = perReason;
    this.wanted = wanted;
  }

  /**
   * The first rows of each reason, in the order of the files.
   *
   * @param folder that clean wrote; there is none where no row was rejected
   * @param reasons that the ledger counts
   */
  static Map<String, List<RejectedRow>> read(
      Storage storage, Path folder, Set<String> reasons, int perReason) throws IOException {
    RejectedExamples examples = new RejectedExamples(storage, perReason, reasons);
    for (Path file : files(storage, folder)) {
      if (examples.enough()) {
        break;
      }
      examples.read(file);
    }
    return examples.found;
  }

  private static List<Path> files(Storage storage, Path folder) throws IOException {
    try {
      return Arrays.stream(storage.fs(folder).listStatus(folder))
          .map(FileStatus::getPath)
          .filter(path -> path.getName().endsWith(".parquet"))
          .sorted(Comparator.comparing(Path::getName))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  private void read(Path file) throws IOException {
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), file).withConf(storage.hadoop()).build()) {
      for (Group row = reader.read(); row != null && !enough(); row = reader.read()) {
        read++;
        List<RejectedRow> rows =
            found.computeIfAbsent(text(row, "reason"), reason -> new ArrayList<>());
        if (rows.size() < perReason) {
          rows.add(new RejectedRow(reasons(row), text(row, "original")));
        }
      }
    }
  }

  private boolean enough() {
    return read >= MOST_ROWS_READ
        || wanted.stream()
            .allMatch(reason -> found.getOrDefault(reason, List.of()).size() >= perReason);
  }

  private static String text(Group row, String field) {
    return row.getFieldRepetitionCount(field) == 0 ? "" : row.getString(field, 0);
  }

  /** Spark writes an array as a group {@code list} of groups {@code element}. */
  private static List<String> reasons(Group row) {
    List<String> reasons = new ArrayList<>();
    if (row.getFieldRepetitionCount("reasons") == 0) {
      return reasons;
    }
    Group list = row.getGroup("reasons", 0);
    for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
      Group element = list.getGroup(0, i);
      if (element.getFieldRepetitionCount(0) > 0) {
        reasons.add(element.getString(0, 0));
      }
    }
    return reasons;
  }
}
