package io.millrace.launcher.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A table of a page; the first cell of a row names the row. Columns of figures stand to the right.
 */
record Table(String caption, List<String> head, List<List<Cell>> rows) {
  private static final Pattern FIGURE =
      Pattern.compile("[-+±−]?[\\d.,]+([eE][-+]?\\d+)?( ?(%|[kMGT]?B|s|×))?|–|");

  Table {
    head = List.copyOf(head);
    rows = List.copyOf(rows);
  }

  /**
   * A cell.
   *
   * @param small a second, smaller line; empty for none
   * @param mark class that sets it off: {@code good}, {@code bad}, {@code best}; empty for none
   */
  record Cell(String text, String small, String mark) {
    static Cell of(String text) {
      return new Cell(text, "", "");
    }
  }

  /** Whether all cells of a column are figures. */
  boolean figures(int column) {
    return column > 0
        && rows.stream().allMatch(row -> FIGURE.matcher(row.get(column).text()).matches());
  }

  /** Collects rows. */
  static final class Builder {
    private final String caption;
    private final List<String> head;
    private final List<List<Cell>> rows = new ArrayList<>();

    Builder(String caption, String... head) {
      this(caption, List.of(head));
    }

    Builder(String caption, List<String> head) {
      this.caption = caption;
      this.head = head;
    }

    Builder row(String... cells) {
      return cells(java.util.Arrays.stream(cells).map(Cell::of).toList());
    }

    Builder cells(List<Cell> cells) {
      if (cells.size() != head.size()) {
        throw new IllegalArgumentException(
            "Cannot add a row of %d cells to table '%s' (expected %d)."
                .formatted(cells.size(), caption, head.size()));
      }
      rows.add(List.copyOf(cells));
      return this;
    }

    Table build() {
      return new Table(caption, head, rows);
    }
  }
}
