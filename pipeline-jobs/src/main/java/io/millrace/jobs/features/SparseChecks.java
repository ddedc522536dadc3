package io.millrace.jobs.features;

import static io.millrace.jobs.data.Names.column;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.millrace.jobs.data.Names;
import io.millrace.spec.feature.FeatureSpec;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Looks for text that is no sparse row before anything is made of it. */
final class SparseChecks {
  private static final int EXAMPLES = 3;
  private static final int LONGEST = 120;

  private SparseChecks() {}

  /**
   * Checks the columns of all sparse features.
   *
   * @throws IllegalArgumentException if one of them has text that is no sparse row or has a column
   *     outside the feature's width; names rows and their text
   */
  static void check(Dataset<Row> rows, List<FeatureSpec> features) {
    for (FeatureSpec feature : features) {
      if (feature instanceof FeatureSpec.Sparse sparse) {
        check(rows, sparse);
      }
    }
  }

  private static void check(Dataset<Row> rows, FeatureSpec.Sparse feature) {
    Dataset<Row> broken =
        rows.select(col(Names.ROW), column(feature.column()).cast("string").as("text"))
            .where(not(SparseText.isSound(col("text"), feature.width())));
    long count = broken.count();
    if (count == 0) {
      return;
    }
    List<String> examples =
        broken.takeAsList(EXAMPLES).stream()
            .map(row -> "row %d has '%s'".formatted(row.getLong(0), shortened(row.getString(1))))
            .toList();
    throw new IllegalArgumentException(
        "Cannot make feature '%s': %d rows of column '%s' are no sparse rows of width %d: %s (expected index:value index:value ... with ascending indices from 0 to %d and single blanks). Look at the column or at 'width'."
            .formatted(
                feature.name(),
                count,
                feature.column(),
                feature.width(),
                String.join(", ", examples),
                feature.width() - 1));
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
