package io.millrace.jobs.features;

import static io.millrace.jobs.data.Names.column;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.xxhash64;

import io.millrace.jobs.data.Names;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.target.LabelSpec;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Looks for the label among the columns that features read: under another name, or as something
 * that is known only when the label is. Looks at a sample of the training rows, by a hash of their
 * numbers.
 */
final class LabelLeaks {
  private static final int SAMPLE = 20_000;

  /** With fewer rows chance decides a label too often. */
  private static final int FEWEST = 100;

  private static final int LONGEST = 200;

  private LabelLeaks() {}

  /**
   * Warnings, one for each column.
   *
   * @param cleaned number of rows that the training rows are a part of
   */
  static List<String> find(Dataset<Row> train, long cleaned, FeaturePlan plan, LabelSpec label) {
    List<String> names = readable(plan);
    if (names.isEmpty()) {
      return List.of();
    }
    List<Column> columns = new ArrayList<>();
    columns.add(col(Names.LABEL).cast("double"));
    columns.add(column(label.column()).cast("string"));
    names.forEach(name -> columns.add(substring(column(name).cast("string"), 1, LONGEST)));
    long every = Math.max(1, cleaned / SAMPLE);
    List<Row> rows =
        train
            .where(pmod(xxhash64(col(Names.ROW)), lit(every)).equalTo(0L))
            .select(columns.toArray(Column[]::new))
            .collectAsList();
    if (rows.size() < FEWEST) {
      return List.of();
    }
    List<String> warnings = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      LabelMatch match = new LabelMatch(rows, i + 2);
      if (match.equal()) {
        warnings.add(warning(names.get(i), label, "equals"));
      } else if (label.task() != Task.REGRESSION && match.decides()) {
        warnings.add(warning(names.get(i), label, "alone decides"));
      }
    }
    return warnings;
  }

  private static List<String> readable(FeaturePlan plan) {
    List<String> sparse =
        plan.transforms().stream()
            .filter(t -> t instanceof Transform.Sparse)
            .flatMap(t -> t.columns().stream())
            .toList();
    return plan.inputs().stream().map(c -> c.name()).filter(n -> !sparse.contains(n)).toList();
  }

  private static String warning(String name, LabelSpec label, String does) {
    return "Column '%s', which features use, %s the label from '%s' in at least 99.9 %% of the training rows. If it is not known at the time of a prediction, take it out of 'features'."
        .formatted(name, does, label.column());
  }
}
