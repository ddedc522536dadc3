package io.millrace.jobs.sql;

import io.millrace.catalog.CatalogReader;
import io.millrace.catalog.Signature;
import io.millrace.catalog.VersionContent;
import io.millrace.catalog.VersionEntry;
import io.millrace.jobs.score.AppendScores;
import io.millrace.jobs.score.BroadcastModel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.catalyst.QueryPlanningTracker;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** The models of a catalog that queries of a session have used, loaded and on their way. */
final class DeployedModels {
  private static final int KEPT = 16;

  private final SparkContext spark;
  private final CatalogReader catalog;

  /** By name, version and files, the one used longest ago first. */
  private final Map<String, Deployed> versions =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deployed> eldest) {
          return size() > KEPT;
        }
      };

  /** What references stand for in each query that is being analysed. */
  private final Map<QueryPlanningTracker, Map<String, Deployed>> queries = new WeakHashMap<>();

  DeployedModels(SparkContext spark, CatalogReader catalog) {
    this.spark = spark;
    this.catalog = catalog;
  }

  /**
   * A version that rows can be scored with.
   *
   * @param function takes a struct of the inputs' forms
   */
  record Deployed(
      String reference, VersionEntry version, BroadcastModel model, UserDefinedFunction function) {
    Signature signature() {
      return model.signature();
    }
  }

  /** The version that a reference points to; the same wherever it stands in one query. */
  synchronized Deployed pinned(String reference) {
    Option<QueryPlanningTracker> query = QueryPlanningTracker.get();
    return query.isEmpty()
        ? resolve(reference)
        : queries
            .computeIfAbsent(query.get(), any -> new HashMap<>())
            .computeIfAbsent(reference, this::resolve);
  }

  /** The version that a reference points to now. */
  synchronized Deployed resolve(String reference) {
    VersionContent content = catalog.content(reference);
    String key = reference + " " + content.manifestSha256();
    Deployed known = versions.get(key);
    if (known == null) {
      known = deploy(reference, content);
      versions.put(key, known);
    }
    return known;
  }

  private Deployed deploy(String reference, VersionContent content) {
    Signature signature = content.signature();
    BroadcastModel model = BroadcastModel.of(spark, content.read("model.onnx"), signature);
    // Here and not on executors: what cannot be loaded is said before anything runs.
    model.hold().close();
    UserDefinedFunction function =
        functions.udf(new RowScorer(model), type(signature)).withName(ScoreFunction.FUNCTION);
    return new Deployed(reference, content.version(), model, function);
  }

  private static DataType type(Signature signature) {
    if (signature.outputs().size() == 1) {
      return AppendScores.type(signature.outputs().get(0));
    }
    StructType struct = new StructType();
    for (Signature.Output output : signature.outputs()) {
      struct = struct.add(output.name(), AppendScores.type(output));
    }
    return struct;
  }
}
