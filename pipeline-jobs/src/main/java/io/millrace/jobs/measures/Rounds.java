package io.millrace.jobs.measures;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Keeps the rows of each round until those of the next but one are there. */
final class Rounds {
  private final Between between;
  private final String name;
  private int round;

  Rounds(Between between, String name) {
    this.between = between;
    this.name = name;
  }

  /** The rows of a round, which may be made from those of the one before. */
  Dataset<Row> next(Dataset<Row> rows) throws IOException {
    Dataset<Row> kept = between.keep(name + "-" + round, rows);
    if (round > 1) {
      between.drop(name + "-" + (round - 2));
    }
    round++;
    return kept;
  }
}
