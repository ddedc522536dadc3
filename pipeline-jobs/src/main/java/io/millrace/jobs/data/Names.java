package io.millrace.jobs.data;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Columns that Millrace adds; the prefix keeps them apart from the columns of definitions. */
public final class Names {
  public static final String PREFIX = "__";

  /** Number of a cleaned row; names the row in all later steps. */
  public static final String ROW = "__row";

  public static final String LABEL = "__label";
  public static final String SPLIT = "__split";

  /** The split of nodes that have no label or no split and only pass messages. */
  public static final String OTHER = "other";

  /** Folder of a step's data set. */
  public static final String DATA = "data";

  /** Folder of a step's rejected rows. */
  public static final String REJECTED = "rejected";

  private Names() {}

  /** A column by its exact name, dots and all. */
  public static Column column(String name) {
    return functions.col(quoted(name));
  }

  /** A name as SQL text. */
  public static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
