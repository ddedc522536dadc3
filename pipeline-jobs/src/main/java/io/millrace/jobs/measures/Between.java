package io.millrace.jobs.measures;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps what a round has made, so that the next one does not make it again. Spark would otherwise
 * plan all rounds as one query.
 */
public interface Between {
  /** The rows as they were written; read as often as it takes. */
  Dataset<Row> keep(String name, Dataset<Row> rows);

  /** Removes rows that were kept. */
  void drop(String name) throws IOException;
}
