package io.millrace.server.score;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.NumberOutput;
import io.millrace.server.http.Reply;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * {@code {"predictions": ...}}, by row or by column. Numbers that are not finite become null.
 * Written by hand: a generator's checks take longer than the numbers.
 */
final class Predictions {
  private static final byte[] NULL = ascii("null");
  private static final byte[] BEGIN = ascii("{\"predictions\":");

  /** Of a number as text: {@code -1.17549435E-38}. */
  private static final int MAX_NUMBER = 16;

  private byte[] bytes = new byte[1 << 10];
  private int count;

  private Predictions() {}

  static Reply reply(Answer answer) {
    Predictions json = new Predictions();
    json.write(BEGIN);
    if (answer.columnwise()) {
      json.columns(answer.outputs());
    } else {
      json.rows(answer.outputs());
    }
    json.write('}');
    byte[] bytes = json.bytes;
    int count = json.count;
    return new Reply(
        200, Map.of("Content-Type", "application/json"), count, out -> out.write(bytes, 0, count));
  }

  private void columns(Map<String, Object> outputs) {
    char before = '{';
    for (Map.Entry<String, Object> output : outputs.entrySet()) {
      write(before);
      before = ',';
      write(quoted(output.getKey()));
      write(':');
      char between = '[';
      int rows = Array.getLength(output.getValue());
      for (int row = 0; row < rows; row++) {
        write(between);
        between = ',';
        cell(output.getValue(), row);
      }
      write(rows == 0 ? "[]" : "]");
    }
    write(outputs.isEmpty() ? "{}" : "}");
  }

  private void rows(Map<String, Object> outputs) {
    int rows = outputs.values().stream().mapToInt(Array::getLength).findFirst().orElse(0);
    byte[][] names = outputs.keySet().stream().map(name -> named(name)).toArray(byte[][]::new);
    Object[] columns = outputs.values().toArray();
    write('[');
    for (int row = 0; row < rows; row++) {
      write(row == 0 ? '{' : ',');
      if (row > 0) {
        write('{');
      }
      for (int output = 0; output < columns.length; output++) {
        if (output > 0) {
          write(',');
        }
        write(names[output]);
        cell(columns[output], row);
      }
      write('}');
    }
    write(']');
  }

  private void cell(Object column, int row) {
    if (column instanceof String[] texts) {
      write(quoted(texts[row]));
    } else {
      number(((float[]) column)[row]);
    }
  }

  private void number(float value) {
    if (Float.isFinite(value)) {
      String text = NumberOutput.toString(value, true);
      ensure(MAX_NUMBER);
      for (int i = 0; i < text.length(); i++) {
        bytes[count++] = (byte) text.charAt(i);
      }
    } else {
      write(NULL);
    }
  }

  private static byte[] named(String name) {
    byte[] quoted = quoted(name);
    byte[] named = Arrays.copyOf(quoted, quoted.length + 1);
    named[quoted.length] = ':';
    return named;
  }

  private static byte[] quoted(String text) {
    byte[] inside = JsonStringEncoder.getInstance().quoteAsUTF8(text);
    byte[] quoted = new byte[inside.length + 2];
    quoted[0] = '"';
    System.arraycopy(inside, 0, quoted, 1, inside.length);
    quoted[inside.length + 1] = '"';
    return quoted;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private void write(String ascii) {
    write(ascii(ascii));
  }

  private void write(char ascii) {
    ensure(1);
    bytes[count++] = (byte) ascii;
  }

  private void write(byte[] more) {
    ensure(more.length);
    System.arraycopy(more, 0, bytes, count, more.length);
    count += more.length;
  }

  private void ensure(int more) {
    if (bytes.length - count < more) {
      bytes = Arrays.copyOf(bytes, Math.max(count + more, bytes.length * 2));
    }
  }
}
