package io.millrace.jobs.neighbourhoods;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;

import io.millrace.handoff.PreparedFiles;
import io.millrace.jobs.RunSteps;
import io.millrace.jobs.Step;
import io.millrace.jobs.StepContext;
import io.millrace.jobs.data.DatasetFiles;
import io.millrace.jobs.data.Names;
import io.millrace.jobs.data.SavedDataset;
import io.millrace.spec.data.DatasetManifest;
import io.millrace.spec.data.DatasetManifest.ManifestFile;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.target.SplitSpec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Makes rows of training data from a graph, each of which holds all that a network needs for its
 * scores; so training reads one row after the other, however large the graph is.
 *
 * <pre>
 * spark-submit --class io.millrace.jobs.neighbourhoods.NeighbourhoodsJob pipeline-jobs.jar --run FOLDER
 * </pre>
 *
 * Writes {@code data/} with {@code train}, {@code valid} and {@code test}. A row holds the labels
 * of its own targets and of no other node.
 */
public final class NeighbourhoodsJob implements Step {
  private static final String STEP = "neighbourhoods";

  public static void main(String[] arguments) {
    RunSteps.single(arguments, STEP);
  }

  @Override
  public Optional<Ledger> run(StepContext context) throws IOException {
    GraphSpec spec =
        Objects.requireNonNull(context.definition().graph(), "The definition has no graph.");
    FeaturePlan plan = PreparedFiles.featurePlan(context.storage(), context.output("features"));
    GraphTables graph =
        GraphTables.open(
            context.spark(), context.output("graph"), context.definition().label().links() != null);
    ExampleRows rows = new ExampleRows(NodeColumns.of(plan));
    Path data = new Path(context.work(), Names.DATA);
    boolean whole = spec.graph() != null || spec.neighbourhoods().whole();
    long targets = whole ? whole(context, spec, graph, rows) : sampled(context, spec, graph, rows);

    context.phase("digests", 0.95, 1);
    List<ManifestFile> files = DatasetFiles.of(context.spark(), data);
    SavedDataset.finish(context.storage(), data, manifest(context, rows, plan, files));
    return Optional.of(new Ledger(targets, scores(context, data), Map.of(), Map.of()));
  }

  private static long whole(
      StepContext context, GraphSpec spec, GraphTables graph, ExampleRows rows) throws IOException {
    WholeRows examples = new WholeRows(graph, rows.columns(), spec.graph() != null);
    context.phase("measuring graphs", 0, 0.2);
    examples.check();
    long targets = count(context, examples.targets());
    context.phase("writing graphs", 0.2, 0.95);
    write(context, examples.examples(rows));
    return targets;
  }

  private static long sampled(
      StepContext context, GraphSpec spec, GraphTables graph, ExampleRows rows) throws IOException {
    long targets = count(context, graph.targets());
    context.phase("drawing edges", 0, 0.3);
    DrawSettings how = DrawSettings.of(spec.neighbourhoods());
    SampledRows examples = new SampledRows(graph, graph.edges(spec), rows.columns(), how);
    Blocks blocks = examples.blocks(targets);
    context.phase("gathering neighbourhoods", 0.3, 0.95);
    write(context, examples.examples(blocks, rows));
    return targets;
  }

  /** Of all splits; each must have some. */
  private static long count(StepContext context, Dataset<Row> targets) {
    Map<String, Long> counts = new LinkedHashMap<>();
    SplitSpec.NAMES.forEach(split -> counts.put(split, 0L));
    for (Row row : targets.groupBy(Names.SPLIT).count().collectAsList()) {
      counts.put(row.getString(0), row.getLong(1));
    }
    counts.forEach(
        (split, count) -> {
          if (count == 0) {
            throw new IllegalArgumentException(
                "Cannot train '%s': of the graph's targets, %s by split, none is of %s (expected some of train, valid and test). Look at 'split' and 'label' in the definition."
                    .formatted(context.definition().name(), counts, split));
          }
        });
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Writes all splits in one pass, then gives their folders the contract's names. */
  private static void write(StepContext context, Dataset<Row> examples) throws IOException {
    Path data = new Path(context.work(), Names.DATA);
    examples.write().partitionBy(Names.SPLIT).parquet(data.toString());
    FileSystem fs = context.storage().fs(data);
    for (String split : SplitSpec.NAMES) {
      fs.rename(new Path(data, Names.SPLIT + "=" + split), new Path(data, split));
    }
  }

  private static long scores(StepContext context, Path data) {
    String[] splits =
        SplitSpec.NAMES.stream()
            .map(split -> new Path(data, split).toString())
            .toArray(String[]::new);
    return context.spark().read().parquet(splits).agg(sum(size(col("keys")))).head().getLong(0);
  }

  private static DatasetManifest manifest(
      StepContext context, ExampleRows rows, FeaturePlan plan, List<ManifestFile> files) {
    Map<String, Long> bySplit = new LinkedHashMap<>();
    for (String split : SplitSpec.NAMES) {
      bySplit.put(
          split,
          files.stream()
              .filter(file -> file.path().startsWith(split + "/"))
              .mapToLong(ManifestFile::rows)
              .sum());
    }
    return new DatasetManifest(
        DatasetManifest.VERSION,
        rows.manifest(plan),
        files,
        bySplit,
        context.definition().split().toString(),
        Map.of(
            "definition", context.plan().definitionDigest(),
            "code", context.plan().codeVersion(),
            "step", context.step().fingerprint(),
            "graph", context.plan().step("graph").fingerprint()),
        List.of());
  }
}
