package io.millrace.jobs.graph;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.millrace.jobs.StepContext;
import io.millrace.jobs.data.DatasetFiles;
import io.millrace.jobs.features.Prepared;
import io.millrace.spec.data.DatasetManifest.ManifestColumn;
import io.millrace.spec.data.DatasetManifest.ManifestFile;
import io.millrace.spec.graph.GraphManifest;
import io.millrace.spec.target.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Writes {@code graph.json}. */
final class Manifests {
  private static final String FILE = "graph.json";

  private Manifests() {}

  static void write(
      StepContext context,
      NodeRows rows,
      NodeIds ids,
      List<EdgeRows> tables,
      GraphStatistics statistics,
      List<String> proved)
      throws IOException {
    List<ManifestColumn> columns = new ArrayList<>(GraphJob.columns(context.definition()));
    columns.addAll(Prepared.of(rows.plan()));
    GraphManifest manifest =
        new GraphManifest(
            GraphManifest.VERSION,
            ids.count(),
            statistics.edges(),
            ids.ids(),
            ids.graphs(),
            edgesByTable(context, tables),
            rows.splits(),
            statistics.labels(),
            statistics.inDegree(),
            statistics.outDegree(),
            statistics.isolated(),
            statistics.hub(),
            homophily(context, tables),
            statistics.weighted(),
            columns,
            files(context),
            proved,
            Map.of(
                "definition", context.plan().definitionDigest(),
                "code", context.plan().codeVersion(),
                "step", context.step().fingerprint(),
                "features", rows.madeFrom()));
    context.storage().writeJson(new Path(context.work(), FILE), manifest);
  }

  private static Map<String, Long> edgesByTable(StepContext context, List<EdgeRows> tables) {
    Map<Integer, Long> byType = new HashMap<>();
    context
        .spark()
        .read()
        .parquet(new Path(context.work(), GraphJob.EDGES).toString())
        .groupBy(EdgeFiles.TYPE)
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(row -> byType.put(row.getInt(0), row.getLong(1)));
    Map<String, Long> byTable = new LinkedHashMap<>();
    for (EdgeRows table : tables) {
      byTable.merge(table.table().table(), byType.getOrDefault(table.type(), 0L), Long::sum);
    }
    return byTable;
  }

  private static @Nullable Double homophily(StepContext context, List<EdgeRows> tables) {
    long labelled = tables.stream().mapToLong(EdgeRows::labelled).sum();
    boolean ofNodes = context.definition().graph().graph() == null;
    if (!ofNodes || labelled == 0 || context.definition().label().task() == Task.REGRESSION) {
      return null;
    }
    return tables.stream().mapToLong(EdgeRows::alike).sum() / (double) labelled;
  }

  private static List<ManifestFile> files(StepContext context) throws IOException {
    List<ManifestFile> files = new ArrayList<>();
    List<String> folders = new ArrayList<>(List.of(GraphJob.EDGES, GraphJob.NODES));
    if (context.definition().label().links() != null) {
      folders.add(GraphJob.LINKS);
    }
    for (String folder : folders) {
      for (ManifestFile file : DatasetFiles.of(context.spark(), new Path(context.work(), folder))) {
        files.add(
            new ManifestFile(folder + "/" + file.path(), file.rows(), file.bytes(), file.sha256()));
      }
    }
    return files;
  }
}
