package io.millrace.jobs.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.millrace.catalog.Signature;
import io.millrace.jobs.data.Names;
import io.millrace.jobs.score.RowTensors;
import io.millrace.spec.table.ColumnType;
import java.io.Serializable;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * The inputs of a graph's nodes as tensors: raw columns as consumers give them, and sparse features
 * as the graph keeps them.
 */
final class RawTensors implements Serializable {
  private static final long serialVersionUID = 1;

  /** Position of the first input in the rows; the id stands before it. */
  static final int FIRST = 1;

  private final ArrayList<String> names = new ArrayList<>();
  private final ArrayList<ColumnType> types = new ArrayList<>();
  private final ArrayList<String> sparse = new ArrayList<>();

  RawTensors(Signature signature) {
    for (Signature.Input input : signature.inputs()) {
      names.add(input.name());
      types.add(RowTensors.type(input));
    }
    if (signature.graph() != null) {
      signature.graph().sparse().forEach(matrix -> sparse.add(matrix.name()));
    }
  }

  /** What {@link #of} reads of a node, in its order. */
  static List<Column> columns(Signature signature) {
    List<Column> columns = new ArrayList<>(RowTensors.columns(signature));
    if (signature.graph() != null) {
      for (Signature.Sparse matrix : signature.graph().sparse()) {
        columns.add(Names.column(Names.PREFIX + matrix.name() + "_columns"));
        columns.add(Names.column(Names.PREFIX + matrix.name() + "_values"));
      }
    }
    List<Column> named = new ArrayList<>();
    for (Column column : columns) {
      named.add(column.as("__in_" + named.size()));
    }
    return named;
  }

  /** The tensors of some rows by the names of the inputs; the caller closes them. */
  Map<String, OnnxTensor> of(List<Row> rows) throws OrtException {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    int at = FIRST;
    for (int i = 0; i < names.size(); i++) {
      tensors.put(names.get(i), tensor(types.get(i), rows, at++));
    }
    for (String name : sparse) {
      sparse(name, rows, at, tensors);
      at += 2;
    }
    return tensors;
  }

  private static OnnxTensor tensor(ColumnType type, List<Row> rows, int at) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] shape = {rows.size()};
    if (type.isNumeric()) {
      double[] values =
          rows.stream()
              .mapToDouble(row -> row.isNullAt(at) ? Double.NaN : row.getDouble(at))
              .toArray();
      return OnnxTensor.createTensor(environment, DoubleBuffer.wrap(values), shape);
    }
    if (type.isTemporal()) {
      long[] values =
          rows.stream()
              .mapToLong(row -> row.isNullAt(at) ? Long.MIN_VALUE : row.getLong(at))
              .toArray();
      return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
    }
    String[] texts =
        rows.stream().map(row -> row.isNullAt(at) ? "" : row.getString(at)).toArray(String[]::new);
    return OnnxTensor.createTensor(environment, texts, shape);
  }

  private static void sparse(String name, List<Row> rows, int at, Map<String, OnnxTensor> tensors)
      throws OrtException {
    int entries = rows.stream().mapToInt(row -> row.getList(at).size()).sum();
    long[] places = new long[entries];
    long[] columns = new long[entries];
    float[] values = new float[entries];
    int next = 0;
    for (int r = 0; r < rows.size(); r++) {
      List<Integer> own = rows.get(r).getList(at);
      List<Float> numbers = rows.get(r).getList(at + 1);
      for (int e = 0; e < own.size(); e++) {
        places[next] = r;
        columns[next] = own.get(e);
        values[next++] = numbers.get(e);
      }
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] shape = {entries};
    tensors.put(
        name + "_row", OnnxTensor.createTensor(environment, LongBuffer.wrap(places), shape));
    tensors.put(
        name + "_column", OnnxTensor.createTensor(environment, LongBuffer.wrap(columns), shape));
    tensors.put(
        name + "_value", OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape));
  }
}
