package io.millrace.spec.table;

import java.util.Locale;

/** The file formats that an input table may have. */
public enum TableFormat {
  CSV,
  JSON,
  PARQUET,
  ORC;

  /** The name as it stands in definitions. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
