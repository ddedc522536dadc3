package io.millrace.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts rows that are maps into a batch, and names the row and column of whatever is wrong. */
final class RowReader {
  private final List<Signature.Input> inputs;
  private final Map<String, Integer> index = new HashMap<>();

  RowReader(Signature signature) {
    inputs = signature.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      index.put(inputs.get(i).name(), i);
    }
  }

  /**
   * @param row within the batch
   * @param number of the row in what the caller passed, from 0, for errors
   */
  void read(Map<String, Object> values, Batch batch, int row, long number) {
    for (Map.Entry<String, Object> cell : values.entrySet()) {
      Integer input = index.get(cell.getKey());
      if (input == null) {
        throw unknown(cell.getKey(), number);
      }
      if (cell.getValue() != null) {
        set(batch, input, row, cell.getValue(), number);
      }
    }
    requireAll(values, number);
  }

  private void set(Batch batch, int input, int row, Object value, long number) {
    Signature.Input column = inputs.get(input);
    if (!CellReader.set(batch, input, row, column.type(), value)) {
      throw new IllegalArgumentException(
          "Cannot score row %d: column '%s' of type %s holds %s '%s' (expected %s, or null for a missing value)."
              .formatted(
                  number,
                  column.name(),
                  column.type(),
                  value.getClass().getSimpleName(),
                  value,
                  CellReader.expected(column.type())));
    }
  }

  private void requireAll(Map<String, Object> values, long number) {
    for (Signature.Input column : inputs) {
      if (column.required() && !values.containsKey(column.name())) {
        throw new IllegalArgumentException(
            "Cannot score row %d: column '%s' is absent (expected one of type %s). Pass null where the value is not known."
                .formatted(number, column.name(), column.type()));
      }
    }
  }

  private IllegalArgumentException unknown(String name, long number) {
    List<String> known = new ArrayList<>(index.keySet());
    known.sort(null);
    return new IllegalArgumentException(
        "Cannot score row %d: the model takes no column '%s' (expected some of its %d columns).%s"
            .formatted(number, name, known.size(), Nearest.sentence("columns", name, known)));
  }
}
