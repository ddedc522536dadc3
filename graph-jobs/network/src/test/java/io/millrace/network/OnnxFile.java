package io.millrace.network;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.millrace.spec.table.Column;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
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
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
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
