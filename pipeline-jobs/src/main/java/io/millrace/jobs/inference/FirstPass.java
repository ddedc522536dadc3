package io.millrace.jobs.inference;

import io.millrace.catalog.Signature;
import io.millrace.jobs.score.Chunks;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Computes the first stage of a network, from raw columns and without edges, for all nodes. */
final class FirstPass implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int BATCH = 4096;

  private final RawTensors tensors;
  private final ArrayList<String> outputs;

  private FirstPass(Signature signature, List<String> outputs) {
    this.tensors = new RawTensors(signature);
    this.outputs = new ArrayList<>(outputs);
  }

  /**
   * The results: {@code id}, and an {@code array<float>} for each output under its name.
   *
   * @param nodes {@code __id long} and the columns that the signature names
   */
  static Dataset<Row> run(
      Dataset<Row> nodes, Signature signature, byte[] onnx, List<String> outputs) {
    List<Column> columns = new ArrayList<>(List.of(functions.col(GraphInference.ID).as("id")));
    columns.addAll(RawTensors.columns(signature));
    FirstPass pass = new FirstPass(signature, outputs);
    Broadcast<byte[]> file =
        JavaSparkContext.fromSparkContext(nodes.sparkSession().sparkContext()).broadcast(onnx);
    return nodes
        .select(columns.toArray(Column[]::new))
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) rows -> pass.compute(rows, file.value()),
            Encoders.row(StageRows.schema(outputs)));
  }

  private Iterator<Row> compute(Iterator<Row> rows, byte[] onnx) {
    Stage stage = new Stage(onnx);
    return new Chunks<>(rows, BATCH, chunk -> chunk(stage, chunk), stage::close);
  }

  private List<Row> chunk(Stage stage, List<Row> chunk) {
    List<float[]> values = stage.run(chunk, tensors, outputs);
    List<Row> results = new ArrayList<>(chunk.size());
    for (int r = 0; r < chunk.size(); r++) {
      results.add(StageRows.row(chunk.get(r).getLong(0), values, r, chunk.size()));
    }
    return results;
  }
}
