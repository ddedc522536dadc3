package io.millrace.jobs.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.millrace.jobs.StepContext;
import io.millrace.jobs.data.Names;
import io.millrace.jobs.data.Splits;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.target.LabelSpec;
import io.millrace.spec.target.Task;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Whether there is something to train on and to measure in each split of prepared rows.
 *
 * @param folders their rows
 */
record SplitRows(StepContext context, Path data, Map<String, Long> folders) {

  /**
   * Warns of classes that the train rows of a split do not have.
   *
   * @throws IllegalArgumentException if a part has no rows, or if there is one class only: in the
   *     train rows of any split, or in any part of the first
   */
  void check(Ledger ledger) {
    folders.forEach(
        (part, rows) -> {
          if (rows == 0) {
            throw noRows(part, "", ledger);
          }
        });
    LabelSpec label = context.definition().label();
    boolean classes = label.task() != Task.REGRESSION;
    List<String> names = context.definition().split().names();
    Column by = classes ? col(Names.LABEL) : lit(0f);
    List<Map<String, Map<Object, Long>>> counts = Splits.counts(rows(), names.size(), by);
    for (int number = 0; number < names.size(); number++) {
      String of = names.size() > 1 ? " of split '" + names.get(number) + "'" : "";
      for (Map.Entry<String, Map<Object, Long>> part : counts.get(number).entrySet()) {
        if (part.getValue().isEmpty()) {
          throw noRows(part.getKey(), of, ledger);
        }
        boolean needed = number == 0 || part.getKey().equals("train");
        if (classes && needed && part.getValue().size() == 1) {
          throw oneClass(part.getKey(), of, part.getValue());
        }
      }
      if (classes && names.size() > 1) {
        warnOfMissing(of, counts.get(number).get("train"), label);
      }
    }
  }

  private Dataset<Row> rows() {
    return folders.keySet().stream()
        .map(
            part ->
                Splits.add(
                        context
                            .spark()
                            .read()
                            .parquet(new Path(data, part).toString())
                            .withColumn(Names.SPLIT, lit(part)))
                    .select(Names.LABEL, Splits.COLUMN))
        .reduce(Dataset::union)
        .orElseThrow();
  }

  private void warnOfMissing(String of, Map<Object, Long> train, LabelSpec label) {
    for (int number = 0; number < label.classNames().size(); number++) {
      if (!train.containsKey((float) number)) {
        context.warn(
            "No train row%s has class '%s', so nothing is learnt of it there."
                .formatted(of, label.classNames().get(number)));
      }
    }
  }

  private IllegalArgumentException noRows(String part, String of, Ledger ledger) {
    return new IllegalArgumentException(
        "Cannot train '%s': the %s split%s has no rows; of %d rows, %s were rejected (expected rows in train, valid and test). Look at 'split' and 'label' in the definition."
            .formatted(context.definition().name(), part, of, ledger.rowsIn(), ledger.rejected()));
  }

  private IllegalArgumentException oneClass(String part, String of, Map<Object, Long> counts) {
    Map.Entry<Object, Long> only = counts.entrySet().iterator().next();
    return new IllegalArgumentException(
        "Cannot train '%s': all %d rows of the %s split%s have label %.0f (expected at least two classes). Look at 'label' in the definition."
            .formatted(context.definition().name(), only.getValue(), part, of, only.getKey()));
  }
}
