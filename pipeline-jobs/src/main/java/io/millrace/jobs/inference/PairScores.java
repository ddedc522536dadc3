package io.millrace.jobs.inference;

import static org.apache.spark.sql.functions.col;

import io.millrace.jobs.data.Names;
import io.millrace.jobs.score.Chunks;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Scores pairs of nodes by the embeddings of both, with the last stage of a network. */
public final class PairScores implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int BATCH = 4096;

  private final ArrayList<String> outputs;

  private PairScores(List<String> outputs) {
    this.outputs = new ArrayList<>(outputs);
  }

  /**
   * The results: {@code id}, the number of a pair, and an {@code array<float>} for each output.
   *
   * @param pairs {@code __row long, source long, target long}
   * @param embeddings {@code id long, x array<float>}, of all nodes; read twice
   * @param onnx the stage's file
   * @param outputs names of its outputs that are wanted
   */
  public static Dataset<Row> of(
      Dataset<Row> pairs, Dataset<Row> embeddings, byte[] onnx, List<String> outputs) {
    Dataset<Row> both =
        pairs
            .join(embeddings.toDF("source", "of_source"), "source")
            .join(embeddings.toDF("target", "of_target"), "target")
            .select(col(Names.ROW), col("of_source"), col("of_target"));
    Broadcast<byte[]> file =
        JavaSparkContext.fromSparkContext(pairs.sparkSession().sparkContext()).broadcast(onnx);
    PairScores scores = new PairScores(outputs);
    return both.mapPartitions(
        (MapPartitionsFunction<Row, Row>) rows -> scores.compute(rows, file.value()),
        Encoders.row(StageRows.schema(outputs)));
  }

  private Iterator<Row> compute(Iterator<Row> rows, byte[] onnx) {
    Stage stage = new Stage(onnx);
    return new Chunks<>(rows, BATCH, chunk -> chunk(stage, chunk), stage::close);
  }

  private List<Row> chunk(Stage stage, List<Row> chunk) {
    int count = chunk.size();
    float[][] x = new float[2 * count][];
    long[] places = new long[2 * count];
    for (int i = 0; i < count; i++) {
      x[i] = StageRows.floats(chunk.get(i).getList(1));
      x[count + i] = StageRows.floats(chunk.get(i).getList(2));
      places[i] = i;
      places[count + i] = count + (long) i;
    }
    List<float[]> values = stage.run(x, places, outputs);
    List<Row> results = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      results.add(StageRows.row(chunk.get(i).getLong(0), values, i, count));
    }
    return results;
  }
}
