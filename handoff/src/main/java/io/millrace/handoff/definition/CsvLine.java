package io.millrace.handoff.definition;

import io.millrace.spec.table.CsvOptions;
import java.util.ArrayList;
import java.util.List;

/** Cuts a line of CSV into its fields. */
public final class CsvLine {
  private CsvLine() {}

  /** The fields of one line; a quote that is never closed goes on to its end. */
  public static List<String> fields(String line, CsvOptions options) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '"' && line.startsWith("\"\"", i)) {
        field.append(c);
        i++;
      } else if (c == '"' && (quoted || field.toString().isBlank())) {
        quoted = !quoted;
      } else if (c == options.delimiter() && !quoted) {
        fields.add(end(field, options));
      } else {
        field.append(c);
      }
    }
    fields.add(end(field, options));
    return fields;
  }

  private static String end(StringBuilder field, CsvOptions options) {
    String text = field.toString();
    field.setLength(0);
    return options.trim() ? text.strip() : text;
  }
}
