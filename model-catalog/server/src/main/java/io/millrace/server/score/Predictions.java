package io.millrace.server.score;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.millrace.server.http.Json;
import io.millrace.server.http.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.util.Map;

/** {@code {"predictions": ...}}, by row or by column. Numbers that are not finite become null. */
final class Predictions {
  private static final JsonFactory FACTORY = Json.factory();

  private Predictions() {}

  static Reply reply(Answer answer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 12);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeFieldName("predictions");
      if (answer.columnwise()) {
        columns(json, answer.outputs());
      } else {
        rows(json, answer.outputs());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write predictions to memory.", e);
    }
    return Reply.bytes("application/json", bytes.toByteArray());
  }

  private static void columns(JsonGenerator json, Map<String, Object> outputs) throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, Object> output : outputs.entrySet()) {
      json.writeArrayFieldStart(output.getKey());
      int rows = Array.getLength(output.getValue());
      for (int row = 0; row < rows; row++) {
        cell(json, output.getValue(), row);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void rows(JsonGenerator json, Map<String, Object> outputs) throws IOException {
    int rows = outputs.values().stream().mapToInt(Array::getLength).findFirst().orElse(0);
    SerializedString[] names =
        outputs.keySet().stream().map(SerializedString::new).toArray(SerializedString[]::new);
    Object[] columns = outputs.values().toArray();
    json.writeStartArray();
    for (int row = 0; row < rows; row++) {
      json.writeStartObject();
      for (int output = 0; output < columns.length; output++) {
        json.writeFieldName(names[output]);
        cell(json, columns[output], row);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void cell(JsonGenerator json, Object column, int row) throws IOException {
    if (column instanceof String[] texts) {
      json.writeString(texts[row]);
    } else {
      float value = ((float[]) column)[row];
      if (Float.isFinite(value)) {
        json.writeNumber(value);
      } else {
        json.writeNull();
      }
    }
  }
}
