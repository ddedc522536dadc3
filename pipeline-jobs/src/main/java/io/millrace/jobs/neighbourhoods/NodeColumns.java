package io.millrace.jobs.neighbourhoods;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;

import io.millrace.jobs.data.Names;
import io.millrace.spec.feature.FeatureOutput;
import io.millrace.spec.feature.FeaturePlan;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The columns of a node that become inputs of a network.
 *
 * @param dense names of the dense outputs in the order of the feature plan
 * @param indices likewise
 * @param sparse likewise
 */
record NodeColumns(List<String> dense, List<String> indices, List<String> sparse)
    implements Serializable {
  private static final int SPARSE_BYTES = 8;

  static NodeColumns of(FeaturePlan plan) {
    return new NodeColumns(names(plan.dense()), names(plan.indices()), names(plan.sparse()));
  }

  private static List<String> names(List<FeatureOutput> outputs) {
    return new ArrayList<>(outputs.stream().map(FeatureOutput::name).toList());
  }

  /** Columns of the table of nodes, as {@link #read} takes them. */
  List<Column> select() {
    List<Column> columns = new ArrayList<>();
    columns.add(col("degree"));
    columns.add((dense.isEmpty() ? none("float") : array(all(dense))).as("dense"));
    columns.add((indices.isEmpty() ? none("int") : array(all(indices))).as("indices"));
    for (String name : sparse) {
      columns.add(Names.column(name + "_columns"));
      columns.add(Names.column(name + "_values"));
    }
    return columns;
  }

  /** The same columns, of a table that has them already. */
  List<Column> present() {
    List<Column> columns = new ArrayList<>(List.of(col("degree"), col("dense"), col("indices")));
    for (String name : sparse) {
      columns.add(Names.column(name + "_columns"));
      columns.add(Names.column(name + "_values"));
    }
    return columns;
  }

  /** As many columns without values. */
  List<Column> nothing() {
    List<Column> columns = new ArrayList<>();
    columns.add(lit(null).cast("float"));
    columns.add(none("float"));
    columns.add(none("int"));
    for (int i = 0; i < sparse.size(); i++) {
      columns.add(none("int"));
      columns.add(none("float"));
    }
    return columns;
  }

  private static Column[] all(List<String> names) {
    return names.stream().map(Names::column).toArray(Column[]::new);
  }

  private static Column none(String type) {
    return lit(null).cast("array<" + type + ">");
  }

  /** The features of a node whose columns begin at a place. */
  NodeFeatures read(InternalRow row, int from) {
    int[][] columns = new int[sparse.size()][];
    float[][] values = new float[sparse.size()][];
    for (int s = 0; s < columns.length; s++) {
      columns[s] = row.getArray(from + 3 + 2 * s).toIntArray();
      values[s] = row.getArray(from + 4 + 2 * s).toFloatArray();
    }
    return new NodeFeatures(
        row.getFloat(from),
        dense.isEmpty() ? new float[0] : row.getArray(from + 1).toFloatArray(),
        indices.isEmpty() ? new int[0] : row.getArray(from + 2).toIntArray(),
        columns,
        values);
  }

  /** Numbers in the sparse outputs of all rows of a group. */
  Column sparseSum() {
    Column all = lit(0L);
    for (String name : sparse) {
      all = all.plus(size(Names.column(name + "_columns")));
    }
    return sum(all);
  }

  /** Mean bytes of a node's sparse outputs. */
  double sparseBytes(Dataset<Row> nodes) {
    double bytes = 0;
    for (String name : sparse) {
      Row mean = nodes.agg(avg(size(Names.column(name + "_columns")))).head();
      bytes += mean.isNullAt(0) ? 0 : mean.getDouble(0) * SPARSE_BYTES;
    }
    return bytes;
  }

  /** Bytes of a node but for its sparse outputs: with its id, degree and place. */
  long bytes() {
    return 16 + 4L * dense.size() + 4L * indices.size() + 4L * sparse.size();
  }
}
