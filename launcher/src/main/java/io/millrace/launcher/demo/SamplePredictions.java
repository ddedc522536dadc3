package io.millrace.launcher.demo;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Model;
import io.millrace.catalog.Signature;
import io.millrace.handoff.Storage;
import io.millrace.launcher.text.TextTable;
import io.millrace.spec.table.TableSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A few rows of raw input with what a model of the catalog says of them.
 *
 * @param name of the version that was asked
 * @param table raw columns and predictions, as text
 */
public record SamplePredictions(String name, String table) {
  /**
   * Asks a model by name.
   *
   * @param reference of the model, as the catalog resolves it
   * @param input a Parquet table that has the model's columns
   * @throws IOException if the table cannot be read
   */
  public static SamplePredictions of(
      String catalogRoot, String reference, TableSpec input, int rows, Storage storage)
      throws IOException {
    Catalog catalog = Catalog.open(catalogRoot, storage.hadoop());
    try (Model model = catalog.model(reference)) {
      List<Map<String, Object>> sample = SampleRows.first(input, rows, storage.hadoop());
      List<Map<String, Object>> wanted = sample.stream().map(row -> inputs(row, model)).toList();
      String name = model.version().name() + "/" + model.version().version();
      return new SamplePredictions(name, table(model.signature(), wanted, model.score(wanted)));
    }
  }

  private static Map<String, Object> inputs(Map<String, Object> row, Model model) {
    Map<String, Object> inputs = new HashMap<>();
    for (Signature.Input input : model.signature().inputs()) {
      inputs.put(input.name(), row.get(input.name()));
    }
    return inputs;
  }

  private static String table(
      Signature signature, List<Map<String, Object>> rows, List<Map<String, Object>> scores) {
    List<String> header = new ArrayList<>();
    signature.inputs().forEach(input -> header.add(input.name()));
    signature.outputs().forEach(output -> header.add(output.name()));
    TextTable table = new TextTable(header.toArray(String[]::new));
    for (int r = 0; r < rows.size(); r++) {
      List<String> cells = new ArrayList<>();
      for (Signature.Input input : signature.inputs()) {
        cells.add(text(rows.get(r).get(input.name())));
      }
      for (Signature.Output output : signature.outputs()) {
        cells.add(text(scores.get(r).get(output.name())));
      }
      table.row(cells.toArray(String[]::new));
    }
    return table.text();
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return "-";
    }
    return value instanceof Float number
        ? String.format(Locale.ROOT, "%.4f", number)
        : value.toString();
  }
}
