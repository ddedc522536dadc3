package io.millrace.network;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.millrace.spec.table.Column;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An ONNX file in ONNX Runtime, fed with rows as {@link Reference} takes them. */
final class OnnxFile implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final boolean utf8;

  OnnxFile(byte[] bytes) throws OrtException {
    this(bytes, true);
  }

  /**
   * @param utf8 whether texts are passed as UTF-8 rather than as the Java API does
   */
  OnnxFile(byte[] bytes, boolean utf8) throws OrtException {
    this.utf8 = utf8;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(2);
      session = environment.createSession(bytes, options);
    }
  }

  Set<String> inputs() {
    return session.getInputNames();
  }

  Map<String, String> metadata() throws OrtException {
    return session.getMetadata().getCustomMetadata();
  }

  /** Output arrays by name: float[], long[] or String[]. */
  Map<String, Object> run(List<Column> columns, List<Map<String, Object>> rows)
      throws OrtException {
    return run(columns, rows, Map.of());
  }

  /**
   * @param tensors the other inputs by name: long[] and float[] are vectors, long[][] and float[][]
   *     matrices of rows that are never none, Long a single number
   */
  Map<String, Object> run(
      List<Column> columns, List<Map<String, Object>> rows, Map<String, Object> tensors)
      throws OrtException {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      for (Map.Entry<String, Object> tensor : tensors.entrySet()) {
        inputs.put(tensor.getKey(), tensor(tensor.getValue()));
      }
      for (Column column : columns) {
        inputs.put(column.name(), tensor(column, rows));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        Map<String, Object> outputs = new HashMap<>();
        for (Map.Entry<String, OnnxValue> entry : result) {
          outputs.put(entry.getKey(), entry.getValue().getValue());
        }
        return outputs;
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor tensor(Object value) throws OrtException {
    if (value instanceof Long number) {
      return OnnxTensor.createTensor(
          environment, LongBuffer.wrap(new long[] {number}), new long[0]);
    }
    if (value instanceof long[] vector) {
      return OnnxTensor.createTensor(
          environment, LongBuffer.wrap(vector), new long[] {vector.length});
    }
    if (value instanceof float[] vector) {
      return OnnxTensor.createTensor(
          environment, FloatBuffer.wrap(vector), new long[] {vector.length});
    }
    if (value instanceof long[][] rows) {
      long[] all = Arrays.stream(rows).flatMapToLong(Arrays::stream).toArray();
      return OnnxTensor.createTensor(
          environment, LongBuffer.wrap(all), new long[] {rows.length, rows[0].length});
    }
    return matrix((float[][]) value);
  }

  private OnnxTensor matrix(float[][] rows) throws OrtException {
    FloatBuffer all = FloatBuffer.allocate(rows.length * rows[0].length);
    Arrays.stream(rows).forEach(all::put);
    return OnnxTensor.createTensor(
        environment, all.flip(), new long[] {rows.length, rows[0].length});
  }

  private OnnxTensor tensor(Column column, List<Map<String, Object>> rows) throws OrtException {
    long[] shape = {rows.size()};
    var values = rows.stream().map(row -> row.get(column.name()));
    if (column.type().isNumeric()) {
      double[] numbers = values.mapToDouble(OnnxFile::number).toArray();
      return OnnxTensor.createTensor(environment, DoubleBuffer.wrap(numbers), shape);
    }
    if (column.type().isTemporal()) {
      long[] times = values.mapToLong(OnnxFile::millis).toArray();
      return OnnxTensor.createTensor(environment, LongBuffer.wrap(times), shape);
    }
    List<String> texts = values.map(v -> v == null ? "" : v.toString()).toList();
    return utf8
        ? utf8(texts)
        : OnnxTensor.createTensor(environment, texts.toArray(String[]::new), shape);
  }

  /**
   * Texts as UTF-8. The Java API would encode characters beyond U+FFFF as pairs of surrogates, but
   * a text that stands in a file passes as it is.
   */
  private OnnxTensor utf8(List<String> texts) throws OrtException {
    byte[] file = OnnxExporter.exportTexts(texts);
    try (OrtSession constant = environment.createSession(file)) {
      // The caller closes the tensor, which is all that the result owns.
      return (OnnxTensor) constant.run(Map.of()).get(0);
    }
  }

  private static double number(@Nullable Object value) {
    return value == null ? Double.NaN : ((Number) value).doubleValue();
  }

  private static long millis(@Nullable Object value) {
    if (value == null) {
      return Long.MIN_VALUE;
    }
    LocalDateTime time =
        value instanceof LocalDate date ? date.atStartOfDay() : (LocalDateTime) value;
    return time.toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
