package io.millrace.jobs.data;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;

/**
 * Counts rows while they pass on to be written, so that counting costs no scan of its own. Spark
 * interprets these counts, it does not compile them: fourteen took 6 % of all work on the flights,
 * so ask for few.
 */
public final class PassingCounts {
  private static final String ALL = "rows";

  private final Observation observation = new Observation();
  private final Map<String, Column> conditions = new LinkedHashMap<>();

  /** Counts the rows for which a condition holds. */
  public PassingCounts add(String name, Column condition) {
    conditions.put(name, condition);
    return this;
  }

  /** The same rows, counted when they are evaluated. */
  public Dataset<Row> of(Dataset<Row> rows) {
    List<Column> counts = new ArrayList<>();
    conditions.forEach((name, condition) -> counts.add(count(when(condition, 1)).as("n_" + name)));
    return rows.observe(observation, count(lit(1)).as(ALL), counts.toArray(Column[]::new));
  }

  /** What was counted; waits for the first action on the rows, which must have been started. */
  public Counted found() {
    try {
      return new Counted(observation.getAsJava());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot count rows: the job was interrupted.", e);
    }
  }

  /** The counts of one pass. */
  public record Counted(Map<String, Object> values) {
    public long rows() {
      return number(ALL);
    }

    /** Rows for which the condition of this name held. */
    public long where(String name) {
      return number("n_" + name);
    }

    private long number(String key) {
      return ((Number) values.get(key)).longValue();
    }
  }
}
