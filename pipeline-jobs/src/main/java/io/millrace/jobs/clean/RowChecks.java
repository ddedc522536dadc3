package io.millrace.jobs.clean;

import static io.millrace.jobs.data.Names.column;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import io.millrace.jobs.data.RawTable;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.clean.CleanSpec;
import io.millrace.spec.clean.ColumnRules;
import io.millrace.spec.clean.Policy;
import io.millrace.spec.clean.Rule;
import io.millrace.spec.table.TableSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/** Applies the rules for a table to its rows. Rules become columns; no row is moved for them. */
final class RowChecks {
  private final InputTables tables;
  private final PipelineDefinition definition;
  private final CleanSpec clean;
  private final TableSpec table;
  private final List<Check> checks = new ArrayList<>();
  private Dataset<Row> rows;

  private RowChecks(
      InputTables tables, PipelineDefinition definition, CleanSpec clean, Dataset<Row> raw) {
    this.tables = tables;
    this.definition = definition;
    this.clean = clean;
    this.table = definition.table(clean.table());
    this.rows = raw;
  }

  /**
   * The checked rows of a table.
   *
   * @param tables where rules look values up
   * @param raw the table's rows in the form of {@link RawTable}
   */
  static CheckedRows of(
      InputTables tables, PipelineDefinition definition, CleanSpec clean, Dataset<Row> raw)
      throws IOException {
    RowChecks run = new RowChecks(tables, definition, clean, raw);
    run.lines();
    run.casts();
    for (ColumnRules rules : clean.columns()) {
      for (Rule rule : rules.rules()) {
        run.apply(rules.column(), rule);
      }
    }
    run.reasons();
    run.duplicates();
    return new CheckedRows(run.table, run.rows, run.checks);
  }

  private void lines() {
    if (RawTable.isText(table)) {
      for (String check : RawTable.LINE_CHECKS) {
        flag("line:" + check, Policy.REJECT, col(RawTable.BROKEN).equalTo(check));
      }
    }
  }

  private void casts() {
    List<Column> columns = new ArrayList<>();
    columns.add(col(RawTable.ORIGINAL));
    columns.add(col(RawTable.BROKEN));
    checks.forEach(check -> columns.add(col(check.flag())));
    for (var c : table.allColumns()) {
      columns.add(column(c.name()).as(CheckedRows.RAW + c.name()));
      columns.add(Casts.value(c, c.name(), rows.schema().apply(c.name()).dataType()).as(c.name()));
    }
    rows = rows.select(columns.toArray(Column[]::new));
  }

  private void apply(String name, Rule rule) throws IOException {
    String check = name + ":" + rule.kind();
    if (rule instanceof Rule.Cast) {
      castCheck(name, check, rule.policy());
    } else if (rule instanceof Rule.Required) {
      // A line that could not be read has no values to miss.
      flag(check, rule.policy(), column(name).isNull().and(col(RawTable.BROKEN).isNull()));
    } else if (rule instanceof Rule.Range range) {
      range(name, check, range);
    } else if (rule instanceof Rule.Pattern pattern) {
      broken(name, check, rule, column(name).rlike("\\A(?:" + pattern.regex() + ")\\z"));
    } else if (rule instanceof Rule.Allowed allowed) {
      broken(name, check, rule, column(name).cast("string").isin(allowed.values().toArray()));
    } else if (rule instanceof Rule.Reference reference) {
      reference(name, check, reference);
    } else {
      throw new IllegalStateException("Cannot apply rule " + rule);
    }
  }

  private void castCheck(String name, String check, Policy policy) {
    String raw = CheckedRows.RAW + name;
    Column present = Casts.missing(raw, rows.schema().apply(raw).dataType()).equalTo(false);
    flag(check, policy, present.and(column(name).isNull()));
  }

  private void range(String name, String check, Rule.Range range) {
    String type = rows.schema().apply(name).dataType().sql();
    Column value = column(name);
    Column inside = lit(true);
    Column clipped = value;
    if (range.min() != null) {
      Column min = lit(range.min()).cast(type);
      inside = inside.and(value.geq(min));
      clipped = when(value.lt(min), min).otherwise(clipped);
    }
    if (range.max() != null) {
      Column max = lit(range.max()).cast(type);
      inside = inside.and(value.leq(max));
      clipped = when(value.gt(max), max).otherwise(clipped);
    }
    if (range.policy() == Policy.CLIP) {
      flag(check, Policy.CLIP, inside.equalTo(false));
      rows = rows.withColumn(name, clipped);
    } else {
      broken(name, check, range, inside);
    }
  }

  private void reference(String name, String check, Rule.Reference reference) throws IOException {
    TableSpec other = definition.table(reference.table());
    var declared = other.column(reference.column()).orElseThrow();
    Dataset<Row> raw = tables.read(other);
    String key = "__key_" + checks.size();
    String found = "__found_" + checks.size();
    Column value =
        Casts.value(declared, declared.name(), raw.schema().apply(declared.name()).dataType());
    Dataset<Row> keys =
        raw.select(value.cast(rows.schema().apply(name).dataType()).as(key))
            .where(col(key).isNotNull())
            .distinct()
            .withColumn(found, lit(true));
    rows =
        rows.join(broadcast(keys), column(name).equalTo(col(key)), "left_outer")
            .withColumn(found, coalesce(col(found), lit(false)))
            .drop(key);
    broken(name, check, reference, column(name).isNull().or(col(found)));
    rows = rows.drop(found);
  }

  /** A check on a value that is there; with policy null the value goes. */
  private void broken(String name, String check, Rule rule, Column holds) {
    flag(check, rule.policy(), column(name).isNotNull().and(holds.equalTo(false)));
    if (rule.policy() == Policy.NULL) {
      Column bad = col(checks.get(checks.size() - 1).flag());
      rows = rows.withColumn(name, when(bad.equalTo(false), column(name)));
    }
  }

  private void flag(String check, Policy policy, Column bad) {
    String flag = "__bad_" + checks.size();
    checks.add(new Check(check, policy, flag));
    rows = rows.withColumn(flag, coalesce(bad, lit(false)));
  }

  private void reasons() {
    List<Column> reasons = new ArrayList<>();
    for (int i = 0; i < checks.size(); i++) {
      if (checks.get(i).rejects()) {
        reasons.add(when(col(checks.get(i).flag()), lit(i)));
      }
    }
    rows =
        rows.withColumn(
            CheckedRows.REASON,
            reasons.isEmpty() ? lit(null).cast("int") : coalesce(reasons.toArray(Column[]::new)));
  }

  /**
   * Among the rows that are still in, the smallest by value of equal ones stays: Spark gives rows
   * no order of their own, as it deals files out by size. Where all values are the same, a row that
   * no rule has changed goes before one that was, then the text decides, so that the ledger and the
   * rejected rows are the same every time.
   */
  private void duplicates() {
    CleanSpec.Duplicates duplicates = clean.duplicates();
    if (duplicates == null) {
      return;
    }
    List<Column> all = table.allColumns().stream().map(c -> column(c.name())).toList();
    List<Column> key = new ArrayList<>();
    if (duplicates.columns().isEmpty()) {
      key.addAll(all);
    } else {
      duplicates.columns().forEach(c -> key.add(column(c)));
    }
    key.add(col(CheckedRows.REASON).isNull());
    List<Column> order = new ArrayList<>(all);
    checks.stream().filter(c -> !c.rejects()).forEach(c -> order.add(col(c.flag())));
    order.add(col(RawTable.ORIGINAL));
    WindowSpec equal =
        Window.partitionBy(key.toArray(Column[]::new)).orderBy(order.toArray(Column[]::new));
    int number = checks.size();
    rows = rows.withColumn("__nth", row_number().over(equal));
    flag(
        "row:duplicate",
        duplicates.policy(),
        col("__nth").gt(1).and(col(CheckedRows.REASON).isNull()));
    rows =
        rows.withColumn(
                CheckedRows.REASON,
                coalesce(
                    col(CheckedRows.REASON), when(col(checks.get(number).flag()), lit(number))))
            .drop("__nth");
  }
}
