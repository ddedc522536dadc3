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

/**
 * Computes all nodes of a graph, layer by layer: each node is computed once in each, whatever the
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
        : through(stages.size(), outputs);
  }

  /**
   * The embeddings of nodes by which a network that scores pairs of them does so, see {@link
   * PairScores}: {@code id, x array<float>}. Held once they are computed, until this is closed.
   */
  public Dataset<Row> embeddings() {
    return held(through(stages.size() - 1, List.of(VALUE)));
  }

  /** What the stage before {@code end} gives. */
  private Dataset<Row> through(int end, List<String> outputs) {
    long count = edges.count();
    Dataset<Row> values = first();
    for (int stage = 1; stage < end; stage++) {
      boolean last = stage == end - 1;
      Dataset<Row> before = held(values);
      values =
          LayerPass.of(last ? outputs : List.of(VALUE))
              .run(
                  before.join(nodes.select(col(ID).as("id"), col(DEGREE).as("degree")), "id"),
                  edges,
                  stages.get(stage),
                  count)
              .withColumnRenamed(VALUE, "x");
    }
    return values;
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
