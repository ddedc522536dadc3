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
import io.millrace.jobs.data.PartFolders;
import io.millrace.jobs.data.SavedDataset;
import io.millrace.jobs.data.Splits;
import io.millrace.spec.data.DatasetManifest;
import io.millrace.spec.data.DatasetManifest.ManifestFile;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.graph.GraphSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

  /** Bytes of an edge that a node may draw: source, ordinal, weight. */
  private static final long CANDIDATE_BYTES = 16;

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
    int splits = context.definition().split().count();
    ExampleRows rows = new ExampleRows(NodeColumns.of(plan), splits);
    Path data = new Path(context.work(), Names.DATA);
    boolean whole = spec.graph() != null || spec.neighbourhoods().whole();
    long targets = whole ? whole(context, spec, graph, rows) : sampled(context, spec, graph, rows);

    context.phase("digests", 0.95, 1);
    List<ManifestFile> files = DatasetFiles.of(context.spark(), data);
    SavedDataset.finish(context.storage(), data, manifest(context, rows, plan, files));
    return Optional.of(new Ledger(targets, scores(context, data, files), Map.of(), Map.of()));
  }

  private static long whole(
      StepContext context, GraphSpec spec, GraphTables graph, ExampleRows rows) throws IOException {
    boolean many = spec.graph() != null;
    WholeRows examples = new WholeRows(graph, rows.columns(), many);
    context.phase("measuring graphs", 0, 0.2);
    examples.check();
    Dataset<Row> targets = examples.targets();
    List<Map<String, Long>> counts = count(context, targets);
    context.phase("writing graphs", 0.2, 0.95);
    context.expectShuffle(examples.bytes());
    write(context, examples.examples(rows));
    // The one graph is written for each split with its targets.
    return many ? targets.count() : all(counts);
  }

  private static long sampled(
      StepContext context, GraphSpec spec, GraphTables graph, ExampleRows rows) throws IOException {
    count(context, graph.targets());
    long targets = graph.targets().count();
    context.phase("drawing edges", 0, 0.3);
    DrawSettings how = DrawSettings.of(spec.neighbourhoods());
    context.expectShuffle(graph.edges().count() * CANDIDATE_BYTES * how.hops());
    SampledRows examples = new SampledRows(graph, graph.edges(spec), rows.columns(), how);
    long bytes = examples.bytes(targets);
    context.expectShuffle(bytes);
    Blocks blocks = examples.blocks(targets, bytes);
    context.phase("gathering neighbourhoods", 0.3, 0.95);
    write(context, examples.examples(blocks, rows));
    return targets;
  }

  /** Targets of all parts; each part of each split must have some. */
  private static List<Map<String, Long>> count(StepContext context, Dataset<Row> targets) {
    List<String> names = context.definition().split().names();
    List<Map<String, Long>> counts = Splits.counts(targets, names.size());
    for (int number = 0; number < names.size(); number++) {
      for (Map.Entry<String, Long> part : counts.get(number).entrySet()) {
        if (part.getValue() == 0) {
          throw new IllegalArgumentException(
              "Cannot train '%s': of the graph's targets, %s by split%s, none is of %s (expected some of train, valid and test). Look at 'split' and 'label' in the definition."
                  .formatted(
                      context.definition().name(),
                      counts.get(number),
                      names.size() > 1 ? " '" + names.get(number) + "'" : "",
                      part.getKey()));
        }
      }
    }
    return counts;
  }

  private static long all(List<Map<String, Long>> counts) {
    return counts.stream().flatMap(of -> of.values().stream()).mapToLong(Long::longValue).sum();
  }

  /** Writes all parts in one pass, then gives their folders the contract's names. */
  private static void write(StepContext context, Dataset<Row> examples) throws IOException {
    Path data = new Path(context.work(), Names.DATA);
    examples.write().partitionBy(Names.SPLIT).parquet(data.toString());
    PartFolders.rename(context.storage().fs(data), data);
  }

  private static long scores(StepContext context, Path data, List<ManifestFile> files) {
    String[] paths =
        files.stream().map(file -> new Path(data, file.path()).toString()).toArray(String[]::new);
    return context.spark().read().parquet(paths).agg(sum(size(col("keys")))).head().getLong(0);
  }

  private static DatasetManifest manifest(
      StepContext context, ExampleRows rows, FeaturePlan plan, List<ManifestFile> files) {
    return new DatasetManifest(
        DatasetManifest.VERSION,
        rows.manifest(plan),
        files,
        PartFolders.rows(files),
        context.definition().split().toString(),
        Map.of(
            "definition", context.plan().definitionDigest(),
            "code", context.plan().codeVersion(),
            "step", context.step().fingerprint(),
            "graph", context.plan().step("graph").fingerprint()),
        List.of());
  }
}
