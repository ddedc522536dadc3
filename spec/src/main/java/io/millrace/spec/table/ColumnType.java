package io.millrace.spec.table;

import java.util.Locale;

/** The types that a column of an input table may have. Names are written in lower case. */
public enum ColumnType {
  STRING,
  INT,
  LONG,
  FLOAT,
  DOUBLE,
  BOOLEAN,
  /** A point on a clock without a zone, kept as if it were UTC. */
  TIMESTAMP,
  DATE;

  /** True for the types whose values are numbers. */
  public boolean isNumeric() {
    return this == INT || this == LONG || this == FLOAT || this == DOUBLE;
  }

  /** True for the types that hold whole numbers. */
  public boolean isIntegral() {
    return this == INT || this == LONG;
  }

  /** True for the types that name a point in time. */
  public boolean isTemporal() {
    return this == TIMESTAMP || this == DATE;
  }

  /** The name as it stands in definitions and manifests. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
