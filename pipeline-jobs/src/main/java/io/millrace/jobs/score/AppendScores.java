package io.millrace.jobs.score;

import io.millrace.catalog.Batch;
import io.millrace.catalog.Scores;
import io.millrace.catalog.Signature;
import io.millrace.jobs.data.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Adds a model's outputs to rows, as columns of the outputs' names. */
public final class AppendScores {
  private static final int BATCH = 4096;

  private AppendScores() {}

  /**
   * @param inputs the signature's columns in its order, in the form in which {@link RowTensors}
   *     reads them
   * @throws IllegalArgumentException if a column of the rows has the name of an output
   */
  public static Dataset<Row> to(Dataset<Row> rows, List<Column> inputs, BroadcastModel model) {
    Signature signature = model.signature();
    List<Column> columns = new ArrayList<>();
    StructType schema = rows.schema();
    for (String name : rows.columns()) {
      columns.add(Names.column(name));
    }
    int kept = columns.size();
    for (int i = 0; i < inputs.size(); i++) {
      columns.add(inputs.get(i).as("__in_" + i));
    }
    for (Signature.Output output : signature.outputs()) {
      refuseTaken(rows, output.name());
      schema = schema.add(output.name(), type(output));
    }
    return rows.select(columns.toArray(Column[]::new))
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) partition -> scorePartition(partition, model, kept),
            Encoders.row(schema));
  }

  /** The SQL type of an output. */
  public static DataType type(Signature.Output output) {
    return output.type().equals("string") ? DataTypes.StringType : DataTypes.FloatType;
  }

  /**
   * @throws IllegalArgumentException if the rows have a column of an output's name
   */
  static void refuseTaken(Dataset<Row> rows, String output) {
    if (Arrays.asList(rows.columns()).contains(output)) {
      throw new IllegalArgumentException(
          "Cannot add the model's output '%s': the input has a column of that name. Rename or drop it."
              .formatted(output));
    }
  }

  private static Iterator<Row> scorePartition(Iterator<Row> rows, BroadcastModel model, int kept) {
    Signature signature = model.signature();
    ExecutorModels.Hold hold = model.hold();
    Batch batch = hold.scorer().batch(BATCH);
    RowTensors tensors = RowTensors.of(signature, kept);
    return new Chunks<>(
        rows,
        BATCH,
        chunk -> {
          for (int r = 0; r < chunk.size(); r++) {
            tensors.fill(batch, r, chunk.get(r));
          }
          return joined(chunk, batch.score(chunk.size()), signature, kept);
        },
        hold::close);
  }

  private static List<Row> joined(List<Row> chunk, Scores scores, Signature signature, int kept) {
    List<Signature.Output> outputs = signature.outputs();
    Object[][] rows = new Object[chunk.size()][kept + outputs.size()];
    for (int r = 0; r < rows.length; r++) {
      for (int i = 0; i < kept; i++) {
        rows[r][i] = chunk.get(r).get(i);
      }
    }
    for (int o = 0; o < outputs.size(); o++) {
      boolean text = outputs.get(o).type().equals("string");
      String[] strings = text ? scores.strings(outputs.get(o).name()) : null;
      float[] floats = text ? null : scores.floats(outputs.get(o).name());
      for (int r = 0; r < rows.length; r++) {
        rows[r][kept + o] = text ? strings[r] : (Object) floats[r];
      }
    }
    List<Row> result = new ArrayList<>(rows.length);
    for (Object[] row : rows) {
      result.add(RowFactory.create(row));
    }
    return result;
  }
}
