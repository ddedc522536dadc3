package io.millrace.jobs.inference;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.struct;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Scores the targets of training examples, nodes or pairs of them, with a network's stages, each
 * example as it stands: what the engine has seen, sampled or not, is what the files see here.
 */
public final class ExampleScores implements Serializable {
  private static final long serialVersionUID = 1;
  private static final String EXAMPLE = "example";

  private final ArrayList<String> outputs;

  private ExampleScores(List<String> outputs) {
    this.outputs = new ArrayList<>(outputs);
  }

  /**
   * The results: {@code id}, the key of a target, and an {@code array<float>} for each output.
   *
   * @param examples rows of training data over graphs
   * @param first {@code id long, x array<float>}: what the first stage gives for all nodes
   * @param stages the network's files; the first is not run again
   * @param outputs names of the last stage's outputs
   */
  public static Dataset<Row> of(
      Dataset<Row> examples, Dataset<Row> first, List<byte[]> stages, List<String> outputs) {
    Dataset<Row> numbered = examples.withColumn(EXAMPLE, monotonically_increasing_id());
    Dataset<Row> values =
        numbered
            .select(col(EXAMPLE), posexplode(col("ids")).as(new String[] {"place", "id"}))
            .join(first, "id")
            .groupBy(EXAMPLE)
            .agg(array_sort(collect_list(struct(col("place"), col("x")))).as("values"));
    Dataset<Row> rows =
        numbered
            .join(values, EXAMPLE)
            .select("begins", "sources", "weights", "degrees", "targets", "keys", "values.x");
    Broadcast<ArrayList<byte[]>> files =
        JavaSparkContext.fromSparkContext(examples.sparkSession().sparkContext())
            .broadcast(new ArrayList<>(stages.subList(1, stages.size())));
    ExampleScores scores = new ExampleScores(outputs);
    return rows.mapPartitions(
        (MapPartitionsFunction<Row, Row>) partition -> scores.compute(partition, files.value()),
        Encoders.row(StageRows.schema(outputs)));
  }

  private Iterator<Row> compute(Iterator<Row> rows, List<byte[]> files) {
    List<Stage> open = new ArrayList<>();
    files.forEach(file -> open.add(new Stage(file)));
    List<Row> results = new ArrayList<>();
    try {
      rows.forEachRemaining(row -> results.addAll(scores(row, open)));
    } finally {
      open.forEach(Stage::close);
    }
    return results.iterator();
  }

  private List<Row> scores(Row row, List<Stage> open) {
    List<Seq<Float>> given = row.getList(6);
    int nodes = given.size();
    float[][] x =
        given.stream()
            .map(own -> StageRows.floats(JavaConverters.seqAsJavaList(own)))
            .toArray(float[][]::new);
    for (Stage stage : open.subList(0, open.size() - 1)) {
      x = rows(stage.run(block(row, x), List.of(GraphInference.VALUE)).get(0), nodes);
    }
    Stage last = open.get(open.size() - 1);
    List<Integer> targets = row.getList(4);
    List<Long> keys = row.getList(5);
    if (last.scoresPairs()) {
      List<float[]> scores = last.run(x, pairs(targets), outputs);
      return IntStream.range(0, keys.size())
          .mapToObj(pair -> StageRows.row(keys.get(pair), scores, pair, keys.size()))
          .toList();
    }
    List<float[]> scores = last.run(block(row, x), outputs);
    return IntStream.range(0, targets.size())
        .mapToObj(t -> StageRows.row(keys.get(t), scores, targets.get(t), nodes))
        .toList();
  }

  /** [2, pairs] of targets in which both nodes of a pair stand side by side. */
  private static long[] pairs(List<Integer> targets) {
    int count = targets.size() / 2;
    return IntStream.range(0, 2 * count)
        .mapToLong(i -> targets.get(i < count ? 2 * i : 2 * (i - count) + 1))
        .toArray();
  }

  /** All nodes of an example are targets: the next stage reads them all. */
  private static Block block(Row row, float[][] x) {
    List<Integer> begins = row.getList(0);
    List<Integer> sources = row.getList(1);
    List<Float> weights = row.isNullAt(2) ? List.of() : row.getList(2);
    List<Float> degrees = row.getList(3);
    Block block = new Block(x.length == 0 ? 0 : x[0].length);
    for (int node = 0; node < x.length; node++) {
      block.target(node, degrees.get(node), x[node]);
    }
    for (int node = 0; node < x.length; node++) {
      for (int e = begins.get(node); e < begins.get(node + 1); e++) {
        block.edge(sources.get(e), node, weights.isEmpty() ? 1 : weights.get(e));
      }
    }
    return block;
  }

  private static float[][] rows(float[] flat, int nodes) {
    int width = flat.length / nodes;
    float[][] rows = new float[nodes][width];
    for (int node = 0; node < nodes; node++) {
      System.arraycopy(flat, node * width, rows[node], 0, width);
    }
    return rows;
  }
}
