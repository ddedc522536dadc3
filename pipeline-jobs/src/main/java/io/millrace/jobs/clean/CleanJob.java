package io.millrace.jobs.clean;

import static org.apache.spark.sql.functions.col;

import io.millrace.jobs.RunSteps;
import io.millrace.jobs.Step;
import io.millrace.jobs.StepContext;
import io.millrace.jobs.data.DatasetFiles;
import io.millrace.jobs.data.Names;
import io.millrace.jobs.data.PassingCounts;
import io.millrace.jobs.data.SavedDataset;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.clean.CleanSpec;
import io.millrace.spec.clean.Policy;
import io.millrace.spec.data.ColumnProfile;
import io.millrace.spec.data.DatasetManifest;
import io.millrace.spec.data.DatasetManifest.ManifestColumn;
import io.millrace.spec.data.DatasetManifest.ManifestFile;
import io.millrace.spec.data.DatasetManifest.Role;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.table.TableSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Cleans a table of a definition: the main table as step {@code clean}, a source as step {@code
 * clean-<table>}.
 *
 * <pre>spark-submit --class io.millrace.jobs.clean.CleanJob pipeline-jobs.jar --run FOLDER</pre>
 *
 * Writes {@code data/} (kept rows, typed, with a row number, and a manifest with the column
 * profile) and {@code rejected/} (reason, all reasons, original text).
 */
public final class CleanJob implements Step {
  private static final int EXAMPLES = 3;
  private static final String KEPT = "kept";

  /** What a query gave, until it is cleaned. */
  private static final String QUERIED = "queried";

  public static void main(String[] arguments) {
    RunSteps.single(arguments, CleanedTables.STEP);
  }

  @Override
  public Optional<Ledger> run(StepContext context) throws IOException {
    context.phase("cleaning", 0, 0.6);
    CheckedRows checked = check(context);
    Path data = new Path(context.work(), Names.DATA);
    Path rows = new Path(data, SavedDataset.ALL);
    PassingCounts.Counted counted = writeKept(checked, rows);
    Path rejected = new Path(context.work(), Names.REJECTED);
    Map<String, Long> reasons = Map.of();
    if (counted.rows() > counted.where(KEPT)) {
      context.phase("keeping rejected rows", 0.6, 0.7);
      checked.rejected().write().parquet(rejected.toString());
      reasons = reasons(context, rejected);
    }
    Ledger ledger = ledger(checked, counted, reasons);
    refuseUseless(context, checked, ledger, rejected);
    context.storage().fs(context.work()).delete(new Path(context.work(), QUERIED), true);
    context.phase("profiling", 0.7, 0.95);
    List<ColumnProfile> profile =
        Profiler.profile(
            context.spark().read().parquet(rows.toString()).drop(Names.ROW), Profiler.Depth.ALL);
    context.phase("digests", 0.95, 1);
    List<ManifestFile> files = DatasetFiles.of(context.spark(), data);
    long written = files.stream().mapToLong(ManifestFile::rows).sum();
    if (written != ledger.rowsOut()) {
      throw new IllegalStateException(
          "Cannot finish cleaning: %d rows stand in the files (expected the %d that were counted)."
              .formatted(written, ledger.rowsOut()));
    }
    SavedDataset.finish(context.storage(), data, manifest(context, checked, files, profile));
    return Optional.of(ledger);
  }

  private static CheckedRows check(StepContext context) throws IOException {
    PipelineDefinition definition = context.definition();
    CleanSpec clean = CleanedTables.rules(definition, context.step().name());
    TableSpec table = definition.table(clean.table());
    InputTables tables = CleanedTables.inputs(context);
    Dataset<Row> raw = tables.read(table);
    return RowChecks.of(
        tables, definition, clean, table.derived() ? queried(context, table, raw) : raw);
  }

  /**
   * The rows of a query, run once: kept and rejected rows take a pass each, between which ties of
   * an order and the last digits of a sum may change.
   */
  private static Dataset<Row> queried(StepContext context, TableSpec table, Dataset<Row> rows)
      throws IOException {
    Path folder = new Path(context.work(), QUERIED);
    try {
      rows.write().parquet(folder.toString());
    } catch (Exception e) {
      throw new IOException(
          "Cannot make table '%s' by its SQL: %s".formatted(table.name(), root(e)), e);
    }
    return context.spark().read().schema(rows.schema()).parquet(folder.toString());
  }

  private static Throwable root(Throwable e) {
    return e.getCause() == null ? e : root(e.getCause());
  }

  /** Writes the kept rows, and counts rows and changed values in the same pass. */
  private static PassingCounts.Counted writeKept(CheckedRows checked, Path data) {
    PassingCounts counts = new PassingCounts().add(KEPT, col(CheckedRows.REASON).isNull());
    for (Check check : checked.checks()) {
      if (!check.rejects()) {
        counts.add(check.flag(), col(check.flag()).and(col(CheckedRows.REASON).isNull()));
      }
    }
    checked.kept(counts.of(checked.rows())).write().parquet(data.toString());
    return counts.found();
  }

  /** Counted from what was written, which is little, and not by every row on its way. */
  private static Map<String, Long> reasons(StepContext context, Path rejected) {
    Map<String, Long> reasons = new HashMap<>();
    context
        .spark()
        .read()
        .parquet(rejected.toString())
        .groupBy("reason")
        .count()
        .collectAsList()
        .forEach(row -> reasons.put(row.getString(0), row.getLong(1)));
    return reasons;
  }

  /** In the order of the checks. */
  private static Ledger ledger(
      CheckedRows checked, PassingCounts.Counted counted, Map<String, Long> reasons) {
    Map<String, Long> rejected = new LinkedHashMap<>();
    Map<String, Long> changed = new LinkedHashMap<>();
    for (Check check : checked.checks()) {
      long rows =
          check.rejects() ? reasons.getOrDefault(check.name(), 0L) : counted.where(check.flag());
      if (rows > 0) {
        (check.rejects() ? rejected : changed).put(check.name(), rows);
      }
    }
    return new Ledger(counted.rows(), counted.where(KEPT), rejected, changed);
  }

  private static void refuseUseless(
      StepContext context, CheckedRows checked, Ledger ledger, Path rejected) {
    String table = checked.table().name();
    if (ledger.rowsIn() == 0) {
      throw new IllegalArgumentException(
          "Cannot clean table '%s': it has no rows (expected at least one). Look at %s."
              .formatted(
                  table,
                  checked.table().derived() ? "'sql' of the table" : checked.table().paths()));
    }
    for (Check check : checked.checks()) {
      Long broken = ledger.rejected().get(check.name());
      if (check.policy() == Policy.FAIL && broken != null) {
        throw new IllegalArgumentException(
            "Cannot clean table '%s': %d rows break '%s', whose policy is fail (expected none). %s"
                .formatted(table, broken, check.name(), examples(context, rejected, check)));
      }
    }
    if (ledger.rowsOut() == 0) {
      throw new IllegalArgumentException(
          "Cannot clean table '%s': all %d rows were rejected: %s (expected at least one to keep). %s"
              .formatted(
                  table, ledger.rowsIn(), ledger.rejected(), examples(context, rejected, null)));
    }
  }

  private static String examples(StepContext context, Path rejected, Check check) {
    Dataset<Row> rows = context.spark().read().parquet(rejected.toString());
    if (check != null) {
      rows = rows.where(col("reason").equalTo(check.name()));
    }
    List<String> texts = new ArrayList<>();
    rows.select(col("original")).takeAsList(EXAMPLES).forEach(row -> texts.add(row.getString(0)));
    return "For example: %s. All of them are in '%s'."
        .formatted(String.join(" | ", texts), rejected);
  }

  private static DatasetManifest manifest(
      StepContext context,
      CheckedRows checked,
      List<ManifestFile> files,
      List<ColumnProfile> profile) {
    List<ManifestColumn> columns = new ArrayList<>();
    columns.add(new ManifestColumn(Names.ROW, "long", Role.KEY, 0));
    checked
        .table()
        .allColumns()
        .forEach(c -> columns.add(new ManifestColumn(c.name(), c.type().text(), Role.RAW, 0)));
    return new DatasetManifest(
        DatasetManifest.VERSION,
        columns,
        files,
        Map.of(SavedDataset.ALL, files.stream().mapToLong(ManifestFile::rows).sum()),
        "",
        Map.of(
            "definition", context.plan().definitionDigest(),
            "code", context.plan().codeVersion(),
            "step", context.step().fingerprint()),
        profile);
  }
}
