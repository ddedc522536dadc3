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
import java.util.stream.IntStream;
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
   * Warns of classes that the train rows of one of several splits do not have.
   *
   * @throws IllegalArgumentException if a part has no rows, if there is one class only: in the
   *     train rows of any split, or in any part of the first; or if the train rows of the only
   *     split lack a class
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
      List<String> missing = classes ? missing(counts.get(number).get("train"), label) : List.of();
      if (!missing.isEmpty() && names.size() == 1) {
        throw noClass(missing);
      }
      missing.forEach(name -> warnOfMissing(of, name));
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

  private static List<String> missing(Map<Object, Long> train, LabelSpec label) {
    return IntStream.range(0, label.classNames().size())
        .filter(number -> !train.containsKey((float) number))
        .mapToObj(number -> label.classNames().get(number))
        .toList();
  }

  private void warnOfMissing(String of, String name) {
    context.warn(
        "No train row%s has class '%s', so nothing is learnt of it there.".formatted(of, name));
  }

  /** No model learns a class that it never sees, and its probability would be noise. */
  private IllegalArgumentException noClass(List<String> missing) {
    return new IllegalArgumentException(
        "Cannot train '%s': no row of the train split has class '%s' (expected rows of each class). Take it out of 'label.classes', or look at 'split' in the definition."
            .formatted(context.definition().name(), String.join("', '", missing)));
  }

  private IllegalArgumentException noRows(String part, String of, Ledger ledger) {
    return new IllegalArgumentException(
        "Cannot train '%s': the %s split%s has no rows; of %d rows, %s were rejected (expected rows in train, valid and test). Look at 'split' and 'label' in the definition."
            .formatted(context.definition().name(), part, of, ledger.rowsIn(), ledger.rejected()));
  }

  private IllegalArgumentException oneClass(String part, String of, Map<Object, Long> counts) {
    Map.Entry<Object, Long> only = counts.entrySet().iterator().next();
    float label = (Float) only.getKey();
    return new IllegalArgumentException(
        "Cannot train '%s': all %d rows of the %s split%s have label %.0f (expected at least two classes). Look at 'label' in the definition."
            .formatted(context.definition().name(), only.getValue(), part, of, label));
  }
}
