package io.millrace.server.score;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.millrace.catalog.Signature;
import io.millrace.server.api.ApiException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads MLflow's formats of rows straight into a table, cell by cell. Used once. */
final class RowsReader {
  private final Signature signature;
  private final Table table;
  private final CellParser cells;

  /**
   * @param bodyBytes see {@link Table}
   */
  RowsReader(Signature signature, long bodyBytes) {
    this.signature = signature;
    table = new Table(signature, bodyBytes);
    cells = new CellParser(signature, table);
  }

  Table table() {
    return table;
  }

  /** {@code {"columns": [...], "data": [[...], ...]}}; other fields are passed over. */
  void split(JsonParser parser) throws IOException {
    require(parser, JsonToken.START_OBJECT, "an object with 'columns' and 'data'");
    int[] columns = null;
    TokenBuffer early = null;
    boolean data = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      parser.nextToken();
      if (field.equals("columns")) {
        columns = columns(parser);
      } else if (field.equals("data") && columns != null) {
        data(parser, columns);
        data = true;
      } else if (field.equals("data")) {
        // Nothing says that the columns must come first, only everybody writes it so.
        early = new TokenBuffer(parser);
        early.copyCurrentStructure(parser);
      } else {
        parser.skipChildren();
      }
    }
    replay(early, columns);
    if (columns == null || !(data || early != null)) {
      throw ApiException.invalid(
          "Cannot score: 'dataframe_split' lacks 'columns' or 'data' (expected both).");
    }
  }

  private void replay(@Nullable TokenBuffer early, int @Nullable [] columns) throws IOException {
    if (early == null || columns == null) {
      return;
    }
    try (TokenBuffer buffer = early;
        JsonParser parser = buffer.asParser()) {
      parser.nextToken();
      data(parser, columns);
    }
  }

  private int[] columns(JsonParser parser) throws IOException {
    require(parser, JsonToken.START_ARRAY, "a list of names as 'columns'");
    List<Integer> columns = new ArrayList<>();
    boolean[] given = new boolean[signature.inputs().size()];
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      require(parser, JsonToken.VALUE_STRING, "names of columns");
      int input = cells.input(parser.getText());
      if (given[input]) {
        throw ApiException.invalid(
            "Cannot score: column '%s' stands twice (expected each once)."
                .formatted(parser.getText()));
      }
      given[input] = true;
      columns.add(input);
    }
    cells.requireAll(given, 0);
    return columns.stream().mapToInt(Integer::intValue).toArray();
  }

  private void data(JsonParser parser, int[] columns) throws IOException {
    require(parser, JsonToken.START_ARRAY, "a list of rows as 'data'");
    for (int row = 0; parser.nextToken() != JsonToken.END_ARRAY; row++) {
      require(parser, JsonToken.START_ARRAY, "each row as a list");
      table.addRow();
      int count = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (count < columns.length) {
          cells.set(columns[count], row, parser);
        }
        count++;
      }
      if (count != columns.length) {
        throw ApiException.invalid(
            "Cannot score row %d: it has %d values (expected %d, one for each column)."
                .formatted(row, count, columns.length));
      }
    }
  }

  /** {@code [{"column": value, ...}, ...]}. */
  void records(JsonParser parser) throws IOException {
    require(parser, JsonToken.START_ARRAY, "a list of rows, each an object");
    boolean[] given = new boolean[signature.inputs().size()];
    for (int row = 0; parser.nextToken() != JsonToken.END_ARRAY; row++) {
      require(parser, JsonToken.START_OBJECT, "a list of rows, each an object");
      table.addRow();
      java.util.Arrays.fill(given, false);
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        int input = cells.input(parser.currentName());
        parser.nextToken();
        cells.set(input, row, parser);
        given[input] = true;
      }
      cells.requireAll(given, row);
    }
  }

  /** {@code {"column": [value, ...], ...}}; a value that is no list is one of one row. */
  void columnwise(JsonParser parser) throws IOException {
    columnwise(parser, (name, at) -> false);
  }

  /** Takes what is no column of the signature. */
  @FunctionalInterface
  interface Others {
    /**
     * @return false if it is none of its own either; then the parser is where it was
     */
    boolean take(String name, JsonParser parser) throws IOException;
  }

  /** The same, with other inputs between the columns. */
  void columnwise(JsonParser parser, Others others) throws IOException {
    require(parser, JsonToken.START_OBJECT, "an object with a list for each column");
    boolean[] given = new boolean[signature.inputs().size()];
    int rows = -1;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String column = parser.currentName();
      parser.nextToken();
      if (others.take(column, parser)) {
        continue;
      }
      int input = cells.input(column);
      int count = column(parser, input);
      if (rows >= 0 && count != rows) {
        throw ApiException.invalid(
            "Cannot score: column '%s' has %d values (expected %d, as the others)."
                .formatted(column, count, rows));
      }
      rows = count;
      given[input] = true;
    }
    cells.requireAll(given, 0);
  }

  private int column(JsonParser parser, int input) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      table.ensureRows(1);
      cells.set(input, 0, parser);
      return 1;
    }
    int row = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      table.ensureRows(row + 1);
      cells.set(input, row++, parser);
    }
    return row;
  }

  static void require(JsonParser parser, JsonToken token, String expected) throws IOException {
    if (parser.currentToken() != token) {
      throw ApiException.invalid(
          "Cannot score: found %s (expected %s)."
              .formatted(
                  parser.currentToken() == null ? "the end" : parser.currentToken().name(),
                  expected));
    }
  }
}
