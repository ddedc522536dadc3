package io.millrace.launcher.create;

import io.millrace.handoff.definition.CsvLine;
import io.millrace.launcher.create.Sample.SampleColumn;
import io.millrace.spec.table.CsvOptions;
import io.millrace.spec.table.TableFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CSV as a sample: how it is written is found from the lines themselves. */
final class CsvSample {
  private final TextLines lines;
  private final CsvOptions options;
  private final List<String> names;

  private CsvSample(TextLines lines, CsvOptions options) {
    this.lines = lines;
    this.options = options;
    List<String> first = CsvLine.fields(lines.first(), options);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      names.add(options.header() ? first.get(i) : "column_" + (i + 1));
    }
    this.names = names;
  }

  static Sample of(TextLines lines) {
    return new CsvSample(lines, CsvDialect.of(lines)).sample();
  }

  private Sample sample() {
    List<List<String>> records = new ArrayList<>();
    List<String> data = new ArrayList<>(lines.rest());
    if (!options.header()) {
      data.addAll(0, lines.firsts());
      data.add(0, lines.first());
    }
    for (String line : data) {
      boolean balanced = line.chars().filter(c -> c == '"').count() % 2 == 0;
      List<String> fields = CsvLine.fields(line, options);
      if (balanced && fields.size() == names.size()) {
        records.add(fields);
      }
    }
    List<SampleColumn> columns = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String refusal = refusal(i);
      if (refusal == null) {
        columns.add(new SampleColumn(names.get(i), null, values(records, i)));
      } else {
        skipped.add(refusal);
      }
    }
    return new Sample(
        TableFormat.CSV,
        options,
        columns,
        records.size(),
        data.size() - records.size(),
        lines.whole(),
        lines.total(),
        skipped);
  }

  /** Why a definition cannot name this column; Spark does not tell upper from lower case. */
  private @Nullable String refusal(int index) {
    String name = names.get(index);
    if (name.isBlank()) {
      return "column %d of the header has no name".formatted(index + 1);
    }
    Map<String, Integer> times = new HashMap<>();
    names.forEach(n -> times.merge(n.toLowerCase(Locale.ROOT), 1, Integer::sum));
    return times.get(name.toLowerCase(Locale.ROOT)) > 1
        ? "'%s' is named more than once".formatted(name)
        : null;
  }

  private List<@Nullable String> values(List<List<String>> records, int index) {
    List<@Nullable String> values = new ArrayList<>();
    for (List<String> fields : records) {
      String value = fields.get(index);
      values.add(value.isEmpty() || value.equals(options.missing()) ? null : value);
    }
    return values;
  }
}
