package io.millrace.jobs.train;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import io.millrace.jobs.data.Names;
import io.millrace.spec.feature.FeatureOutput;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** Prepared rows as MLlib wants them: {@code features}, {@code label}, the row's number. */
final class Vectors {
  static final String FEATURES = "features";
  static final String LABEL = "label";

  private Vectors() {}

  /** Indices as one position of a wide sparse vector each, for linear models. */
  static Dataset<Row> oneHot(Dataset<Row> prepared, ModelInputs inputs) {
    int dense = inputs.dense().size();
    int[] offsets = inputs.offsets();
    int width = inputs.width();
    return with(
        prepared,
        inputs,
        row -> {
          int[] positions = new int[dense + offsets.length];
          double[] values = new double[positions.length];
          for (int i = 0; i < dense; i++) {
            positions[i] = i;
            values[i] = row.getFloat(i);
          }
          for (int i = 0; i < offsets.length; i++) {
            positions[dense + i] = offsets[i] + row.getInt(dense + i);
            values[dense + i] = 1;
          }
          return org.apache.spark.ml.linalg.Vectors.sparse(width, positions, values);
        });
  }

  /** Indices as numbers, for trees. */
  static Dataset<Row> numbers(Dataset<Row> prepared, ModelInputs inputs) {
    int dense = inputs.dense().size();
    int width = dense + inputs.indices().size();
    return with(
        prepared,
        inputs,
        row -> {
          double[] values = new double[width];
          for (int i = 0; i < width; i++) {
            values[i] = i < dense ? row.getFloat(i) : row.getInt(i);
          }
          return org.apache.spark.ml.linalg.Vectors.dense(values);
        });
  }

  private static Dataset<Row> with(
      Dataset<Row> prepared, ModelInputs inputs, UDF1<Row, Vector> toVector) {
    List<Column> columns = new ArrayList<>();
    for (FeatureOutput output : inputs.dense()) {
      columns.add(Names.column(output.name()));
    }
    for (FeatureOutput output : inputs.indices()) {
      columns.add(Names.column(output.name()));
    }
    return prepared.select(
        col(Names.ROW),
        col(Names.LABEL).cast(DataTypes.DoubleType).as(LABEL),
        udf(toVector, SQLDataTypes.VectorType())
            .apply(struct(columns.toArray(Column[]::new)))
            .as(FEATURES));
  }
}
