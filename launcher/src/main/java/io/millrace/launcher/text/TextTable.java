package io.millrace.launcher.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Rows of text in aligned columns; columns that hold only figures stand to the right. */
public final class TextTable {
  private static final Pattern FIGURE = Pattern.compile("[-+~]?[\\d.,]+%?( [kMGT]?B| s)?|-|");

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... header) {
    this.header = List.of(header);
  }

  /** Adds a row; it has one text for each column of the header. */
  public TextTable row(String... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(
          "Cannot add a row of %d cells to a table (expected %d)."
              .formatted(cells.length, header.size()));
    }
    rows.add(List.of(cells));
    return this;
  }

  /** The table as lines, each with a line break at its end. */
  public String text() {
    StringBuilder text = new StringBuilder();
    append(text, header);
    rows.forEach(row -> append(text, row));
    return text.toString();
  }

  private void append(StringBuilder text, List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < cells.size(); c++) {
      String padding = " ".repeat(width(c) - cells.get(c).length());
      line.append(isFigures(c) ? padding + cells.get(c) : cells.get(c) + padding).append("  ");
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private int width(int column) {
    int width = header.get(column).length();
    for (List<String> row : rows) {
      width = Math.max(width, row.get(column).length());
    }
    return width;
  }

  private boolean isFigures(int column) {
    return !rows.isEmpty()
        && rows.stream().allMatch(row -> FIGURE.matcher(row.get(column)).matches());
  }
}
