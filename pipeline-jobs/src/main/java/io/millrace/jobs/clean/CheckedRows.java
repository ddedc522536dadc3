package io.millrace.jobs.clean;

import static io.millrace.jobs.data.Names.column;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import io.millrace.jobs.data.Names;
import io.millrace.jobs.data.RawTable;
import io.millrace.spec.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows with typed values, a flag for each check, and the number of the first check that rejects the
 * row (null: the row is kept).
 */
record CheckedRows(TableSpec table, Dataset<Row> rows, List<Check> checks) {
  static final String REASON = "__reason";
  static final String RAW = "__raw_";

  CheckedRows {
    checks = List.copyOf(checks);
  }

  /** The kept rows with a row number and typed values only. */
  Dataset<Row> kept(Dataset<Row> observed) {
    List<Column> columns = new ArrayList<>();
    columns.add(org.apache.spark.sql.functions.monotonically_increasing_id().as(Names.ROW));
    table.allColumns().forEach(c -> columns.add(column(c.name())));
    return observed.where(col(REASON).isNull()).select(columns.toArray(Column[]::new));
  }

  /** The rejected rows: first reason, all reasons, original text. */
  Dataset<Row> rejected() {
    List<Column> names = new ArrayList<>();
    List<Column> reasons = new ArrayList<>();
    for (Check check : checks) {
      names.add(lit(check.name()));
      if (check.rejects()) {
        reasons.add(when(coalesce(col(check.flag()), lit(false)), lit(check.name())));
      }
    }
    return rows.where(col(REASON).isNotNull())
        .select(
            element_at(array(names.toArray(Column[]::new)), col(REASON).plus(1)).as("reason"),
            filter(array(reasons.toArray(Column[]::new)), Column::isNotNull).as("reasons"),
            original().as("original"));
  }

  private Column original() {
    if (RawTable.isText(table)) {
      return col(RawTable.ORIGINAL);
    }
    List<Column> raw = new ArrayList<>();
    table.allColumns().forEach(c -> raw.add(column(RAW + c.name()).as(c.name())));
    return to_json(struct(raw.toArray(Column[]::new)));
  }
}
