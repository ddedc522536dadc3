package io.millrace.handoff.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Looks at the keys of the first lines of JSON files. */
final class JsonLook implements FileLook {
  private static final int LINES = 100;

  private final ObjectMapper mapper = new ObjectMapper();
  private final Set<String> seen = new LinkedHashSet<>();
  private final TableReport report;
  private final Configuration hadoop;
  private @Nullable Path first;

  JsonLook(TableReport report, Configuration hadoop) {
    this.report = report;
    this.hadoop = hadoop;
  }

  @Override
  public Rows look(FileStatus file) throws IOException {
    TextSample sample = TextSample.of(file, hadoop);
    List<JsonNode> objects =
        sample.lines().stream().limit(LINES).map(this::object).flatMap(Optional::stream).toList();
    if (objects.isEmpty() && !sample.lines().isEmpty()) {
      report.add(
          "none of the first lines of '%s' is a JSON object (expected one on each line)",
          TableReport.label(file.getPath()));
    }
    for (JsonNode object : objects) {
      first = first == null ? file.getPath() : first;
      object.fieldNames().forEachRemaining(seen::add);
      report.table().columns().forEach(column -> nested(file, object, column));
    }
    // Quotes say nothing here: line breaks are escaped.
    Rows rows = sample.rows(file, 0);
    return new Rows(rows.count(), sample.whole());
  }

  /** A key that is null in a row may be left out of it, so all rows count together. */
  @Override
  public void finish() {
    if (first != null) {
      for (Column column : report.table().columns()) {
        if (!seen.contains(column.name())
            && !first.toString().contains("/" + column.name() + "=")) {
          report.missing(column.name(), seen, first);
        }
      }
    }
  }

  private void nested(FileStatus file, JsonNode object, Column column) {
    JsonNode value = object.get(column.name());
    if (value != null && value.isContainerNode() && column.type() != ColumnType.STRING) {
      report.addColumn(
          column.name(),
          "column '%s' in '%s' is nested (expected what can become %s)",
          column.name(),
          TableReport.label(file.getPath()),
          column.type().text());
    }
  }

  private Optional<JsonNode> object(String line) {
    try {
      return Optional.of(mapper.readTree(line)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      // A broken line is a rejected row later.
      return Optional.empty();
    }
  }
}
