package io.millrace.handoff.definition;

import io.millrace.spec.table.Column;
import io.millrace.spec.table.CsvOptions;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/** Looks at the header of CSV files, or at the number of fields where there is none. */
final class CsvLook implements FileLook {
  private static final int LINES = 100;

  private final TableReport report;
  private final Configuration hadoop;
  private final CsvOptions options;

  CsvLook(TableReport report, Configuration hadoop) {
    this.report = report;
    this.hadoop = hadoop;
    this.options = report.table().csv();
  }

  @Override
  public Rows look(FileStatus file) throws IOException {
    TextSample sample = TextSample.of(file, hadoop);
    if (!sample.lines().isEmpty()) {
      if (options.header()) {
        header(file, fields(sample.lines().get(0)));
      } else {
        width(file, sample.lines());
      }
    }
    return sample.rows(file, options.header() ? 1 : 0);
  }

  private void header(FileStatus file, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name) && report.table().column(name).isPresent()) {
        report.addColumn(
            name,
            "the header of '%s' names column '%s' twice (expected once)",
            TableReport.label(file.getPath()),
            name);
      }
    }
    for (Column column : report.table().columns()) {
      if (!seen.contains(column.name())) {
        report.missing(column.name(), names, file.getPath());
      }
    }
  }

  /** A few odd lines are rejected rows; here the usual number counts. */
  private void width(FileStatus file, List<String> lines) {
    Map<Integer, Long> widths =
        lines.stream()
            .limit(LINES)
            .map(line -> fields(line).size())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    int usual = widths.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    int expected = report.table().columns().size();
    if (usual != expected) {
      report.add(
          "the first lines of '%s' have %d fields (expected %d, one for each column)",
          TableReport.label(file.getPath()), usual, expected);
    }
  }

  private List<String> fields(String line) {
    return CsvLine.fields(line, options);
  }
}
