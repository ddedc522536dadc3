package io.millrace.jobs.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.xxhash64;

import io.millrace.handoff.PreparedFiles;
import io.millrace.jobs.StepContext;
import io.millrace.jobs.data.Names;
import io.millrace.jobs.evaluate.ModelEvaluator.Parity;
import io.millrace.jobs.graph.GraphJob;
import io.millrace.jobs.inference.ExampleScores;
import io.millrace.jobs.inference.GraphInference;
import io.millrace.jobs.inference.PairScores;
import io.millrace.jobs.inference.WholeGraphScores;
import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.graph.GraphManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What models over the run's graph say of its nodes, of pairs of them, or of its graphs where there
 * are many; and what models with sparse features say of rows. The caller closes it.
 */
final class GraphScores implements AutoCloseable {
  /** Examples that are enough to know that a file is its model; all of them take long. */
  private static final int EXAMPLES = 2000;

  /** Bytes of a number, and of what a node or an edge has besides in a shuffle. */
  private static final long NUMBER_BYTES = 8;

  private static final long ROW_BYTES = 64;

  private final StepContext context;
  private final Dataset<Row> nodes;
  private final Dataset<Row> rows;
  private final GraphInference.Graph graph;
  private final Map<String, GraphInference> open = new HashMap<>();

  /**
   * @param cleaned the main table with all raw columns
   */
  GraphScores(StepContext context, Dataset<Row> cleaned) throws IOException {
    this.context = context;
    boolean alone = context.definition().graph() == null;
    Dataset<Row> made =
        alone ? rows(context) : read(new Path(context.output("graph"), GraphJob.NODES));
    List<Column> kept = new ArrayList<>();
    kept.add(col(Names.ROW));
    kept.add(col("id").as(GraphInference.ID));
    if (context.definition().scoresGraphs()) {
      kept.add(col(Names.SPLIT));
      kept.add(col("graph").as(WholeGraphScores.GRAPH));
    }
    for (FeatureSpec feature : context.definition().features()) {
      // Sparse features are prepared once; all else is computed from raw columns.
      if (feature instanceof FeatureSpec.Sparse) {
        for (String part : List.of("_columns", "_values")) {
          String name = feature.name() + part;
          kept.add(Names.column(name).as(Names.PREFIX + name));
        }
      }
    }
    this.nodes = made.select(kept.toArray(Column[]::new)).join(cleaned, Names.ROW);
    this.rows = made.select(col("id"), col(Names.ROW));
    this.graph =
        alone ? GraphInference.Graph.withoutEdges(nodes) : graph(cleaned.columns().length, made);
  }

  private GraphInference.Graph graph(int width, Dataset<Row> made) throws IOException {
    Path folder = context.output("graph");
    GraphManifest manifest = PreparedFiles.graph(context.storage(), folder);
    context.expectShuffle(
        manifest.nodes() * (ROW_BYTES + width * NUMBER_BYTES) + manifest.edges() * ROW_BYTES);
    return new GraphInference.Graph(
        made.select("id", "degree"),
        read(new Path(folder, GraphJob.EDGES)),
        manifest.edges(),
        manifest.inDegree().max());
  }

  /** Rows without a graph, whose sparse features are prepared all the same. */
  private static Dataset<Row> rows(StepContext context) throws IOException {
    Path data = new Path(context.output("features"), Names.DATA);
    return context
        .spark()
        .read()
        .parquet(new Path(data, "valid").toString(), new Path(data, "test").toString())
        .withColumn("id", col(Names.ROW));
  }

  private Dataset<Row> read(Path folder) {
    return context.spark().read().parquet(folder.toString());
  }

  /** The row of each node, and the number of its graph as {@link WholeGraphScores#GRAPH}. */
  Dataset<Row> graphs() {
    return nodes.select(Names.ROW, WholeGraphScores.GRAPH);
  }

  /** The pairs of nodes that are predicted; see {@link GraphJob#LINKS}. */
  Dataset<Row> links() throws IOException {
    return read(new Path(context.output("graph"), GraphJob.LINKS));
  }

  /**
   * The row of each node or pair, or as {@code __row} the number of each graph of validation and
   * test; and the candidate's scores as {@link OnnxScores#column} names them.
   */
  Dataset<Row> of(Candidate candidate, int number) throws IOException {
    List<String> outputs = OnnxScores.scoreOutputs(candidate.signature());
    if (candidate.scoresGraphs()) {
      return WholeGraphScores.of(
              nodes.where(col(Names.SPLIT).isin("valid", "test")),
              graph.edges(),
              candidate.signature(),
              candidate.onnx(),
              outputs)
          .select(col("id").as(Names.ROW), scores(outputs).as(OnnxScores.column(number)));
    }
    if (candidate.scoresPairs()) {
      Dataset<Row> pairs = links().where(col(Names.SPLIT).isin("valid", "test"));
      byte[] last = candidate.stages().get(candidate.stages().size() - 1);
      return PairScores.of(pairs, inference(candidate).embeddings(), last, outputs)
          .select(col("id").as(Names.ROW), scores(outputs).as(OnnxScores.column(number)));
    }
    return inference(candidate)
        .scores(outputs)
        .join(rows, "id")
        .select(col(Names.ROW), scores(outputs).as(OnnxScores.column(number)));
  }

  /**
   * The embedding of each node: {@code key string, embedding array<float>}, of a candidate that
   * scores pairs.
   */
  Dataset<Row> byKey(Candidate candidate) throws IOException {
    return read(new Path(context.output("graph"), GraphJob.NODES))
        .select("id", "key")
        .join(inference(candidate).embeddings(), "id")
        .select(col("key"), col("x").as("embedding"));
  }

  /**
   * How far the files are from what the engine said of validation examples: the same examples,
   * since it may have seen only samples of neighbours.
   *
   * @param predictions of the engine, by row
   */
  Parity parity(Candidate candidate, Dataset<Row> predictions) throws IOException {
    List<String> outputs = OnnxScores.scoreOutputs(candidate.signature());
    Dataset<Row> examples =
        read(new Path(context.output("neighbourhoods"), Names.DATA + "/valid"))
            .orderBy(xxhash64(col("keys")))
            .limit(EXAMPLES);
    return ModelEvaluator.parity(
        ExampleScores.of(examples, inference(candidate).first(), candidate.stages(), outputs)
            .select(col("id").as(Names.ROW), scores(outputs).as("scores")),
        predictions);
  }

  /** One array of the outputs, each of which is an array of one number. */
  private static Column scores(List<String> outputs) {
    return concat(outputs.stream().map(Names::column).toArray(Column[]::new));
  }

  /** One for each candidate, so that its first stage is computed once. */
  private GraphInference inference(Candidate candidate) {
    return open.computeIfAbsent(
        candidate.name(),
        name -> new GraphInference(nodes, graph, candidate.signature(), candidate.stages()));
  }

  @Override
  public void close() {
    open.values().forEach(GraphInference::close);
  }
}
