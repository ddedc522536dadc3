package io.millrace.jobs.inference;

import static org.apache.spark.sql.functions.col;

import io.millrace.catalog.Signature;
import io.millrace.jobs.data.Names;
import io.millrace.network.StageExporter;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * Scores all nodes of a graph, layer by layer: each node is computed once in each, whatever the
 * number of its neighbours' neighbours.
 */
public final class GraphInference implements AutoCloseable {
  /** What a stage gives to the next one. */
  static final String VALUE = StageExporter.NEXT_X;

  // Raw columns may have any name but these.
  public static final String ID = Names.PREFIX + "id";
  public static final String DEGREE = Names.PREFIX + "degree";

  private final Dataset<Row> nodes;
  private final Dataset<Row> edges;
  private final Signature signature;
  private final List<byte[]> stages;
  private final List<Dataset<Row>> held = new ArrayList<>();
  private @Nullable Dataset<Row> embeddings;
  private long edgeCount = -1;

  /**
   * @param nodes {@code __id long, __degree float}, the columns that the signature names, and
   *     {@code __<name>_columns array<int>, __<name>_values array<float>} of its sparse features
   * @param edges {@code source long, target long, weight float}
   * @param stages the network's files: the first takes raw columns, each later one the values of
   *     the one before it
   */
  public GraphInference(
      Dataset<Row> nodes, Dataset<Row> edges, Signature signature, List<byte[]> stages) {
    this.nodes = nodes;
    this.edges = edges;
    this.signature = signature;
    this.stages = List.copyOf(stages);
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
        : pass(stages.size() - 1, embeddings(), outputs);
  }

  /**
   * What the last convolution reads of each node: {@code id, x array<float>}. Computed once for
   * this and the scores.
   *
   * @throws IllegalStateException if the network has no convolution
   */
  public Dataset<Row> embeddings() {
    if (stages.size() == 1) {
      throw new IllegalStateException(
          "Cannot give embeddings of nodes: the network has one stage (expected a convolution).");
    }
    if (embeddings == null) {
      embeddings = held(first());
      for (int stage = 1; stage < stages.size() - 1; stage++) {
        embeddings = held(pass(stage, embeddings, List.of(VALUE)).withColumnRenamed(VALUE, "x"));
      }
    }
    return embeddings;
  }

  private Dataset<Row> pass(int stage, Dataset<Row> values, List<String> outputs) {
    if (edgeCount < 0) {
      edgeCount = edges.count();
    }
    return LayerPass.of(outputs)
        .run(
            values.join(nodes.select(col(ID).as("id"), col(DEGREE).as("degree")), "id"),
            edges,
            stages.get(stage),
            edgeCount);
  }

  /** What the network knows of each node before it looks at edges: {@code id, x array<float>}. */
  public Dataset<Row> first() {
    return FirstPass.run(nodes, signature, stages.get(0), List.of(VALUE))
        .withColumnRenamed(VALUE, "x");
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
