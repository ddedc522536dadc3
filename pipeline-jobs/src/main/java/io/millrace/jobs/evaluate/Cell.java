package io.millrace.jobs.evaluate;

import org.apache.spark.sql.Row;

/** Rows of one block and class with about the same score; see {@link Cells}. */
record Cell(
    String block,
    int label,
    int bin,
    boolean positive,
    boolean predicted,
    long rows,
    double p,
    double logLoss,
    double squares) {
  /** A row of {@link Cells#of}. */
  static Cell of(Row row) {
    return new Cell(
        row.getAs("block"),
        row.<Integer>getAs("class"),
        row.<Integer>getAs("bin"),
        row.<Boolean>getAs("positive"),
        row.<Boolean>getAs("predicted"),
        row.<Long>getAs("rows"),
        row.<Double>getAs("p"),
        row.<Double>getAs("logLoss"),
        row.<Double>getAs("squares"));
  }
}
