package io.millrace.jobs.sql;

import io.millrace.catalog.CatalogReader;
import io.millrace.catalog.ReaderOptions;
import io.millrace.jobs.data.Names;
import io.millrace.jobs.score.AppendScores;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Scores rows with models of a catalog.
 *
 * <ul>
 *   <li>In SQL, {@code millrace_score('team/model@alias', struct(*))} takes a struct with the
 *       model's raw columns by name; others in it are not looked at. A model with one output gives
 *       its value, and one with several a struct of them. Rows are scored one by one.
 *   <li>{@link #score(Dataset, String)} adds the outputs to all rows of a data set, thousands at a
 *       time, which is many times faster.
 * </ul>
 *
 * <p>A reference is resolved when a query is analysed, once in each query, so all its rows are
 * scored by one version. Columns are compared with the model's signature then: an {@link
 * org.apache.spark.sql.AnalysisException} names the one that is missing or of another type. A
 * number may be of any numeric type; a time is what the session's time zone shows of it, since
 * models know times on the data's own clock.
 */
public final class ModelFunctions {
  /** Names the catalog's root or address in a session's settings. */
  public static final String CATALOG = "spark.millrace.catalog";

  private static final Map<SparkSession, Chosen> SESSIONS = new WeakHashMap<>();

  private ModelFunctions() {}

  /**
   * The models of a session.
   *
   * @param root as the session's settings name it; null where they were registered by hand
   */
  private record Chosen(@Nullable String root, DeployedModels models) {}

  /**
   * Gives a session the function {@code millrace_score}, with models of a catalog. The same is done
   * by {@link ModelExtensions} for the catalog of {@link #CATALOG}.
   */
  public static void register(SparkSession spark, CatalogReader catalog) {
    DeployedModels models = new DeployedModels(spark.sparkContext(), catalog);
    synchronized (SESSIONS) {
      SESSIONS.put(spark, new Chosen(null, models));
    }
    spark
        .sessionState()
        .functionRegistry()
        .registerFunction(ScoreFunction.NAME, ScoreFunction.INFO, new ScoreFunction(() -> models));
  }

  /**
   * The rows with the outputs of a model as further columns, with the catalog of the session.
   *
   * @param reference {@code team/model@alias} or {@code team/model/3}, resolved now
   * @throws IllegalArgumentException if the session has no catalog, or a column of the rows has the
   *     name of an output
   * @throws io.millrace.catalog.CatalogException if the model cannot be had
   */
  public static Dataset<Row> score(Dataset<Row> rows, String reference) {
    DeployedModels.Deployed model = deployed(rows.sparkSession()).resolve(reference);
    ModelColumns columns = new ModelColumns(model, rows.schema(), Names::column);
    return AppendScores.to(rows, columns.forms(), model.model());
  }

  static DeployedModels deployed(SparkSession spark) {
    synchronized (SESSIONS) {
      Chosen known = SESSIONS.get(spark);
      String root = spark.conf().get(CATALOG, "");
      if (known != null && (known.root() == null || known.root().equals(root))) {
        return known.models();
      }
      DeployedModels models = new DeployedModels(spark.sparkContext(), open(spark, root));
      SESSIONS.put(spark, new Chosen(root, models));
      return models;
    }
  }

  private static CatalogReader open(SparkSession spark, String root) {
    if (root.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot score: the session names no catalog (expected its root or address in %s). Set it, or call ModelFunctions.register."
              .formatted(CATALOG));
    }
    return CatalogReader.open(
        root, ReaderOptions.standard().with(spark.sessionState().newHadoopConf()));
  }
}
