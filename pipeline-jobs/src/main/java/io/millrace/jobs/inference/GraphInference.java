package io.millrace.jobs.inference;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.millrace.catalog.Signature;
import io.millrace.jobs.data.Names;
import io.millrace.network.StageExporter;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * Computes all nodes of a graph, layer by layer: each node is computed once in each, whatever the
 * number of its neighbours' neighbours.
 */
public final class GraphInference implements AutoCloseable {
  /** What a stage gives to the next one. */
  static final String VALUE = StageExporter.NEXT_X;

  /** Raw columns may have any name but this. */
  public static final String ID = Names.PREFIX + "id";

  private final Dataset<Row> nodes;
  private final Graph graph;
  private final Signature signature;
  private final List<byte[]> stages;
  private final LayerPass.Limits limits;
  private final List<Dataset<Row>> held = new ArrayList<>();
  private @Nullable Dataset<Row> first;
  private @Nullable Dataset<Row> last;

  /**
   * What joins the nodes.
   *
   * @param degrees {@code id long, degree float} of all nodes
   * @param edges {@code source long, target long, weight float}
   * @param edgeCount number of edges
   * @param largestInDegree the largest number of edges into a node
   */
  public record Graph(
      Dataset<Row> degrees, Dataset<Row> edges, long edgeCount, long largestInDegree) {
    /**
     * Rows that stand alone.
     *
     * @param numbered {@code __id long}
     */
    public static Graph withoutEdges(Dataset<Row> numbered) {
      StructType edges = StructType.fromDDL("source BIGINT, target BIGINT, weight FLOAT");
      return new Graph(
          numbered.select(col(ID).as("id"), lit(0f).as("degree")),
          numbered.sparkSession().createDataFrame(List.<Row>of(), edges),
          0,
          0);
    }
  }

  /**
   * @param nodes {@code __id long}, the columns that the signature names, and {@code
   *     __<name>_columns array<int>, __<name>_values array<float>} of its sparse features
   * @param stages the network's files: the first takes raw columns, each later one the values of
   *     the one before it
   */
  public GraphInference(Dataset<Row> nodes, Graph graph, Signature signature, List<byte[]> stages) {
    this(nodes, graph, signature, stages, LayerPass.Limits.USUAL);
  }

  GraphInference(
      Dataset<Row> nodes,
      Graph graph,
      Signature signature,
      List<byte[]> stages,
      LayerPass.Limits limits) {
    this.nodes = nodes;
    this.graph = graph;
    this.signature = signature;
    this.stages = List.copyOf(stages);
    this.limits = limits;
  }

  /**
   * The scores: {@code id}, and an {@code array<float>} of one number for each output under its
   * name. Computed when it is read; holds what stages give until this is closed.
   *
   * @param outputs names of the last stage's outputs
   */
  public Dataset<Row> scores(List<String> outputs) {
    return stages.size() == 1
        ? FirstPass.run(nodes, signature, stages.get(0), outputs)
        : pass(outputs, last(), stages.size() - 1);
  }

  /**
   * What the last stage reads of each node, whether it is a convolution or scores pairs of nodes:
   * {@code id, x array<float>}. Computed once for this and the scores.
   *
   * @throws IllegalStateException if the network has no convolution
   */
  public Dataset<Row> embeddings() {
    if (stages.size() == 1) {
      throw new IllegalStateException(
          "Cannot give embeddings of nodes: the network has one stage (expected a convolution).");
    }
    return last().select("id", "x");
  }

  private Dataset<Row> last() {
    if (last == null) {
      Dataset<Row> known = first();
      for (int stage = 1; stage < stages.size() - 1; stage++) {
        known = withDegrees(pass(List.of(VALUE), known, stage));
      }
      last = known;
    }
    return last;
  }

  private Dataset<Row> pass(List<String> outputs, Dataset<Row> before, int stage) {
    return LayerPass.of(outputs, limits).run(before, graph, stages.get(stage));
  }

  /**
   * What the network knows of each node before it looks at edges: {@code id, x array<float>},
   * besides its degree. Held until this is closed.
   */
  public Dataset<Row> first() {
    if (first == null) {
      first = withDegrees(FirstPass.run(nodes, signature, stages.get(0), List.of(VALUE)));
    }
    return first;
  }

  private Dataset<Row> withDegrees(Dataset<Row> values) {
    return held(values.withColumnRenamed(VALUE, "x").join(graph.degrees(), "id"));
  }

  private Dataset<Row> held(Dataset<Row> values) {
    Dataset<Row> kept = values.persist(StorageLevel.MEMORY_AND_DISK());
    held.add(kept);
    return kept;
  }

  @Override
  public void close() {
    held.forEach(kept -> kept.unpersist(false));
  }
}
