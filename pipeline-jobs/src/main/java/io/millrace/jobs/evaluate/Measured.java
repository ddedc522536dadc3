package io.millrace.jobs.evaluate;

import io.millrace.handoff.Json;
import io.millrace.spec.evaluation.ModelEvaluation.Slice;
import io.millrace.spec.target.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one model on one slice.
 *
 * @param replicates for comparisons with other models, on all rows; null on slices, where nothing
 *     is compared
 */
record Measured(int model, Slice slice, @Nullable Replicates replicates) {
  private static final StructType KEY =
      new StructType().add("model", "int").add("by", "string").add("value", "string");

  /** All rows first, then by slice and falling number of rows. */
  private static final Comparator<Measured> ORDER =
      Comparator.comparing((Measured m) -> m.replicates() == null)
          .thenComparing(m -> m.slice().by())
          .thenComparing(Comparator.comparingLong((Measured m) -> m.slice().rows()).reversed())
          .thenComparing(m -> m.slice().value());

  /**
   * Measures every slice of every model on the executors.
   *
   * @param cells of {@link Cells#of}
   * @param models how many there are
   * @return for each model, all rows first
   */
  static List<List<Measured>> of(
      Dataset<Row> cells, int models, Task task, int classes, int replicates, long seed) {
    List<String> found =
        cells
            .groupBy(KEY.fieldNames()[0], KEY.fieldNames()[1], KEY.fieldNames()[2])
            .as(Encoders.row(KEY), Encoders.row(cells.schema()))
            .mapGroups(
                (MapGroupsFunction<Row, Row, String>)
                    (key, rows) -> Json.line(measure(key, rows, task, classes, replicates, seed)),
                Encoders.STRING())
            .collectAsList();
    List<List<Measured>> byModel = new ArrayList<>();
    for (int i = 0; i < models; i++) {
      byModel.add(new ArrayList<>());
    }
    for (String text : found) {
      Measured measured = read(text);
      byModel.get(measured.model()).add(measured);
    }
    byModel.forEach(list -> list.sort(ORDER));
    return byModel;
  }

  private static Measured measure(
      Row key, Iterator<Row> rows, Task task, int classes, int replicates, long seed) {
    List<Cell> cells = new ArrayList<>();
    rows.forEachRemaining(row -> cells.add(Cell.of(row)));
    Replicates found = Bootstrap.replicates(cells, task, classes, replicates, seed);
    long entries = cells.stream().mapToLong(Cell::rows).sum();
    String by = key.getString(1);
    Slice slice = new Slice(by, key.getString(2), entries / classes, found.intervals());
    return new Measured(key.getInt(0), slice, by.equals(Cells.ALL) ? found : null);
  }

  private static Measured read(String text) {
    try {
      return Json.read(text.getBytes(StandardCharsets.UTF_8), Measured.class, "slice");
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read back the metrics of a slice.", e);
    }
  }
}
