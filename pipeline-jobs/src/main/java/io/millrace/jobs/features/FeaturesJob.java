package io.millrace.jobs.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import io.millrace.jobs.RunSteps;
import io.millrace.jobs.Step;
import io.millrace.jobs.StepContext;
import io.millrace.jobs.clean.Profiler;
import io.millrace.jobs.data.DatasetFiles;
import io.millrace.jobs.data.Names;
import io.millrace.jobs.data.PartFolders;
import io.millrace.jobs.data.PassingCounts;
import io.millrace.jobs.data.SavedDataset;
import io.millrace.jobs.data.Splits;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.data.ColumnProfile;
import io.millrace.spec.data.DatasetManifest;
import io.millrace.spec.data.DatasetManifest.ManifestColumn;
import io.millrace.spec.data.DatasetManifest.ManifestFile;
import io.millrace.spec.data.DatasetManifest.Role;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.feature.FeatureOutput;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.target.SplitSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Splits cleaned rows, fits the feature plan on the training split and writes prepared data.
 *
 * <pre>spark-submit --class io.millrace.jobs.features.FeaturesJob pipeline-jobs.jar --run FOLDER
 * </pre>
 *
 * Writes {@code feature-plan.json}, {@code data/} with {@code train}, {@code valid} and {@code
 * test}, and {@code rejected/} with the rows that have no label or no split. Where such rows are
 * nodes that pass messages, they are kept as {@code data/other}. Where links are predicted, all
 * rows are such nodes, and the plan is fitted on all of them: which nodes there are is known.
 */
public final class FeaturesJob implements Step {
  private static final String REASON = "__reason";
  private static final List<String> REASONS = List.of("label:missing", "split:outside");

  public static void main(String[] arguments) {
    RunSteps.single(arguments, "features");
  }

  @Override
  public Optional<Ledger> run(StepContext context) throws IOException {
    PipelineDefinition definition = context.definition();
    SavedDataset cleaned =
        SavedDataset.open(context.storage(), new Path(context.output("clean"), Names.DATA));
    Dataset<Row> rows = targets(cleaned.rows(context.spark(), SavedDataset.ALL), definition);
    context.phase("fitting features", 0, 0.35);
    SparseChecks.check(rows.where(col(REASON).isNull()), definition.features());
    boolean links = definition.label().links() != null;
    String fitted = links ? Names.OTHER : "train";
    Dataset<Row> train = rows.where(col(Names.SPLIT).equalTo(fitted).and(col(REASON).isNull()));
    FeaturePlan plan = PlanFitter.fit(train, definition);
    long rowsCleaned = cleaned.manifest().rows().values().stream().mapToLong(n -> n).sum();
    if (!links) {
      LabelLeaks.find(train, rowsCleaned, plan, definition.label()).forEach(context::warn);
    }
    context.storage().writeJson(new Path(context.work(), "feature-plan.json"), plan);

    context.phase("writing features", 0.35, 0.85);
    Path data = new Path(context.work(), Names.DATA);
    Ledger ledger = write(rows, plan, definition.split(), data);
    if (ledger.rowsRejected() > 0) {
      reject(rows, definition, new Path(context.work(), Names.REJECTED));
    }
    context.phase("digests", 0.85, 0.9);
    List<ManifestFile> files = DatasetFiles.of(context.spark(), data);
    Map<String, Long> bySplit = PartFolders.rows(files);
    if (!links) {
      new SplitRows(context, data, bySplit).check(ledger);
    }
    context.phase("profiling", 0.9, 1);
    List<ColumnProfile> profile =
        profile(context, data, links ? List.of(Names.OTHER) : SplitSpec.NAMES, plan);
    SavedDataset.finish(
        context.storage(), data, manifest(context, plan, cleaned, files, bySplit, profile));
    return Optional.of(ledger);
  }

  private static Dataset<Row> targets(Dataset<Row> cleaned, PipelineDefinition definition) {
    Dataset<Row> rows = Targets.add(cleaned, definition);
    if (keepsOthers(definition)) {
      return Targets.withOthers(rows, definition.split().count())
          .withColumn(REASON, lit(null).cast("string"));
    }
    return rows.withColumn(
        REASON,
        when(col(Names.LABEL).isNull(), REASONS.get(0))
            .when(col(Names.SPLIT).isNull(), REASONS.get(1)));
  }

  private static boolean keepsOthers(PipelineDefinition definition) {
    return definition.graph() != null && definition.graph().unlabelled();
  }

  /** Writes all splits in one pass, then gives their folders the contract's names. */
  private static Ledger write(Dataset<Row> rows, FeaturePlan plan, SplitSpec split, Path data)
      throws IOException {
    PassingCounts counts = new PassingCounts().add("kept", col(REASON).isNull());
    REASONS.forEach(reason -> counts.add(reason, col(REASON).equalTo(reason)));
    Dataset<Row> kept = counts.of(rows).where(col(REASON).isNull());
    List<Column> columns = new ArrayList<>();
    columns.add(col(Names.ROW));
    columns.add(col(Names.LABEL));
    columns.add(col(Names.SPLIT));
    if (split.count() > 1) {
      columns.add(col(Splits.COLUMN));
    }
    columns.addAll(TransformColumns.outputs(plan));
    TransformColumns.add(kept, plan.transforms())
        .select(columns.toArray(Column[]::new))
        .write()
        .partitionBy(Names.SPLIT)
        .parquet(data.toString());
    FileSystem fs = data.getFileSystem(rows.sparkSession().sparkContext().hadoopConfiguration());
    PartFolders.rename(fs, data);
    PassingCounts.Counted found = counts.found();
    Map<String, Long> rejected = new LinkedHashMap<>();
    for (String reason : REASONS) {
      if (found.where(reason) > 0) {
        rejected.put(reason, found.where(reason));
      }
    }
    return new Ledger(found.rows(), found.where("kept"), rejected, Map.of());
  }

  private static void reject(Dataset<Row> rows, PipelineDefinition definition, Path folder) {
    List<Column> original = new ArrayList<>();
    definition.mainTable().allColumns().forEach(c -> original.add(Names.column(c.name())));
    rows.where(col(REASON).isNotNull())
        .select(
            col(REASON).as("reason"),
            org.apache.spark.sql.functions.array(col(REASON)).as("reasons"),
            to_json(struct(original.toArray(Column[]::new))).as("original"))
        .write()
        .parquet(folder.toString());
  }

  /** Of the splits that models see, each of which has rows; sparse rows have no profile. */
  private static List<ColumnProfile> profile(
      StepContext context, Path data, List<String> splits, FeaturePlan plan) {
    String[] folders =
        splits.stream().map(split -> new Path(data, split).toString()).toArray(String[]::new);
    Dataset<Row> rows = context.spark().read().parquet(folders);
    rows = rows.drop(Splits.COLUMN);
    for (FeatureOutput sparse : plan.sparse()) {
      rows = rows.drop(Prepared.columns(sparse), Prepared.values(sparse));
    }
    return Profiler.profile(rows, Profiler.Depth.BASICS);
  }

  private static DatasetManifest manifest(
      StepContext context,
      FeaturePlan plan,
      SavedDataset cleaned,
      List<ManifestFile> files,
      Map<String, Long> bySplit,
      List<ColumnProfile> profile)
      throws IOException {
    List<ManifestColumn> columns = new ArrayList<>();
    columns.add(new ManifestColumn(Names.ROW, "long", Role.KEY, 0));
    columns.add(new ManifestColumn(Names.LABEL, "float", Role.LABEL, 0));
    if (context.definition().split().count() > 1) {
      columns.add(new ManifestColumn(Splits.COLUMN, "string", Role.KEY, 0));
    }
    columns.addAll(Prepared.of(plan));
    return new DatasetManifest(
        DatasetManifest.VERSION,
        columns,
        files,
        bySplit,
        context.definition().split().toString(),
        Map.of(
            "definition", context.plan().definitionDigest(),
            "code", context.plan().codeVersion(),
            "step", context.step().fingerprint(),
            "clean", cleaned.manifest().madeFrom().get("step")),
        profile);
  }
}
