package io.millrace.jobs.score;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;

import io.millrace.catalog.Signature;
import io.millrace.handoff.Storage;
import io.millrace.jobs.data.Names;
import io.millrace.jobs.evaluate.OnnxScores;
import io.millrace.jobs.features.TransformColumns;
import io.millrace.jobs.graph.GivenGraph;
import io.millrace.jobs.inference.GraphInference;
import io.millrace.spec.graph.GraphInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * Adds what a model over a graph says of its nodes to their rows, layer by layer: each node is
 * computed once in each. Also scores rows whose sparse features such files take as numbers. The
 * caller closes it when the rows were read.
 */
final class NodeScores implements AutoCloseable {
  /** Column of the embeddings. */
  static final String EMBEDDING = "embedding";

  private static final String EMBEDDED = Names.PREFIX + EMBEDDING;

  private static final List<DataType> EXACT =
      List.of(
          DataTypes.StringType,
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType);

  private final ShippedVersion model;
  private final Dataset<Row> numbered;
  private final GraphInference inference;
  private final @Nullable GivenGraph graph;

  private NodeScores(
      ShippedVersion model,
      Dataset<Row> numbered,
      GraphInference.Graph edges,
      @Nullable GivenGraph graph) {
    this.model = model;
    this.numbered = numbered;
    this.graph = graph;
    this.inference =
        new GraphInference(nodes(model, numbered), edges, model.signature(), model.stages());
  }

  /**
   * Makes the graph.
   *
   * @param folder for tables in between, until this is closed
   * @param rejected folder that gets the rows that are no edges, if there are any
   * @param edges rows of the tables of edges by name
   * @throws IllegalArgumentException if tables, columns or keys are not as they must be
   */
  static NodeScores of(
      Storage storage,
      Path folder,
      Path rejected,
      ShippedVersion model,
      Dataset<Row> rows,
      Map<String, Dataset<Row>> edges) {
    GraphInput input = model.graph();
    model.sparse().forEach(t -> t.columns().forEach(c -> TypedColumns.require(rows, c, t)));
    if (input == null) {
      String kept = new Path(folder, "rows").toString();
      rows.withColumn(GraphInference.ID, monotonically_increasing_id()).write().parquet(kept);
      Dataset<Row> numbered = rows.sparkSession().read().parquet(kept);
      return new NodeScores(model, numbered, GraphInference.Graph.withoutEdges(numbered), null);
    }
    requireKey(rows, input.key().name(), "the input");
    for (GraphInput.Edges table : input.edges()) {
      requireEdges(table, edges);
    }
    GivenGraph graph = GivenGraph.of(storage, folder, rejected, input, rows, edges);
    Dataset<Row> ids =
        graph.nodes().select(col("key").as("__key"), col("id").as(GraphInference.ID));
    Dataset<Row> numbered =
        rows.withColumn("__key", GivenGraph.key(input)).join(ids, "__key").drop("__key");
    return new NodeScores(
        model,
        numbered,
        new GraphInference.Graph(
            graph.nodes().select("id", "degree"),
            graph.edges(),
            graph.edgeCount(),
            graph.largestInDegree()),
        graph);
  }

  private static void requireEdges(GraphInput.Edges table, Map<String, Dataset<Row>> edges) {
    String name = table.table().table();
    Dataset<Row> rows = edges.get(name);
    String what = "edges '%s'".formatted(name);
    requireKey(rows, table.table().source(), what);
    requireKey(rows, table.table().target(), what);
    if (table.table().weight() != null) {
      TypedColumns.require(rows, table.table().weight(), what);
    }
  }

  private static void requireKey(Dataset<Row> rows, String column, String what) {
    TypedColumns.require(rows, column, what);
    DataType type = rows.schema().apply(column).dataType();
    if (!EXACT.contains(type)) {
      throw new IllegalArgumentException(
          "Cannot read keys of nodes from column '%s' of %s: its type is %s (expected text or whole numbers, which are never rounded). Write the column anew from its source."
              .formatted(column, what, type.simpleString()));
    }
  }

  /** What the files take of nodes. */
  private static Dataset<Row> nodes(ShippedVersion model, Dataset<Row> numbered) {
    List<Column> columns = new ArrayList<>();
    columns.add(col(GraphInference.ID));
    columns.addAll(TypedColumns.of(numbered, model.signature()));
    columns.addAll(TransformColumns.sparse(model.sparse()));
    return TransformColumns.add(numbered, model.sparse()).select(columns.toArray(Column[]::new));
  }

  /**
   * The rows, then a column for each output of the model.
   *
   * @param embeddings whether {@link #EMBEDDING} is one of them
   * @throws IllegalArgumentException if the rows have a column of such a name
   */
  Dataset<Row> rows(boolean embeddings) {
    List<Column> columns = new ArrayList<>();
    for (String name : numbered.columns()) {
      if (!name.equals(GraphInference.ID)) {
        columns.add(Names.column(name));
      }
    }
    List<String> floats = OnnxScores.scoreOutputs(model.signature());
    for (Signature.Output output : model.signature().outputs()) {
      AppendScores.refuseTaken(numbered, output.name());
      columns.add(
          (floats.contains(output.name()) ? number(output.name()) : likeliest(floats))
              .as(output.name()));
    }
    Dataset<Row> scored =
        numbered.join(
            inference.scores(floats).withColumnRenamed("id", GraphInference.ID), GraphInference.ID);
    if (embeddings) {
      AppendScores.refuseTaken(numbered, EMBEDDING);
      columns.add(col(EMBEDDED).as(EMBEDDING));
      scored =
          scored.join(
              inference.embeddings().select(col("id").as(GraphInference.ID), col("x").as(EMBEDDED)),
              GraphInference.ID);
    }
    return scored.select(columns.toArray(Column[]::new));
  }

  private static Column number(String output) {
    return Names.column(output).getItem(0);
  }

  /** The class of the highest probability, the first of equals. */
  private Column likeliest(List<String> probabilities) {
    Column all = array(probabilities.stream().map(NodeScores::number).toArray(Column[]::new));
    Column classes =
        array(model.signature().classes().stream().map(c -> lit(c)).toArray(Column[]::new));
    return element_at(classes, array_position(all, array_max(all)).cast("int"));
  }

  /** What became of the tables of edges, in words; empty where there is nothing to say. */
  String edges(Path rejected) {
    if (graph == null || graph.rejected().isEmpty()) {
      return "";
    }
    return "%,d rows of edges, of which %s are no edges and stand in '%s'"
        .formatted(graph.edgeRows(), graph.rejected(), rejected);
  }

  @Override
  public void close() {
    inference.close();
  }
}
