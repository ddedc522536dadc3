package io.millrace.jobs.inference;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What a stage gives: {@code id}, then one {@code array<float>} for each output. */
final class StageRows {
  private StageRows() {}

  static StructType schema(List<String> outputs) {
    StructType schema = new StructType().add("id", DataTypes.LongType, false);
    for (String output : outputs) {
      schema = schema.add(output, DataTypes.createArrayType(DataTypes.FloatType, false), false);
    }
    return schema;
  }

  /** The numbers of an array of a row. */
  static float[] floats(List<Float> list) {
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i);
    }
    return values;
  }

  /**
   * @param values [rows, any] of each output
   * @param at the row that is taken
   */
  static Row row(long id, List<float[]> values, int at, int rows) {
    Object[] row = new Object[1 + values.size()];
    row[0] = id;
    for (int output = 0; output < values.size(); output++) {
      float[] all = values.get(output);
      int width = all.length / rows;
      row[1 + output] = Arrays.copyOfRange(all, at * width, (at + 1) * width);
    }
    return RowFactory.create(row);
  }
}
