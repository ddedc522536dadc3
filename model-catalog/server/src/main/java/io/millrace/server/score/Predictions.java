package io.millrace.server.score;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.NumberOutput;
import io.millrace.server.http.Reply;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  /** Below it a number is written with an exponent, or has many zeros. */
  private static final float LEAST_FRACTION = 1e-3f;

  private static final int MOST_DIGITS = 10;

  /** 1 with so many zeros, and one by it: to multiply takes less time than to divide. */
  private static final double[] SCALES = new double[MOST_DIGITS + 1];

  private static final double[] STEPS = new double[MOST_DIGITS + 1];

  /** Of the numbers below 100: digits are written two by two, which halves the divisions. */
  private static final byte[] TENS = new byte[100];

  private static final byte[] ONES = new byte[100];

  static {
    for (int digits = 0; digits <= MOST_DIGITS; digits++) {
      SCALES[digits] = Math.pow(10, digits);
      STEPS[digits] = 1 / SCALES[digits];
    }
    for (int i = 0; i < 100; i++) {
      TENS[i] = (byte) ('0' + i / 10);
      ONES[i] = (byte) ('0' + i % 10);
    }
  }

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
      write(head(before, output.getKey()));
      before = ',';
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
    List<byte[]> heads = new ArrayList<>();
    for (String name : outputs.keySet()) {
      heads.add(head(heads.isEmpty() ? '{' : ',', name));
    }
    Object[] columns = outputs.values().toArray();
    write('[');
    for (int row = 0; row < rows; row++) {
      if (row > 0) {
        write(',');
      }
      for (int output = 0; output < columns.length; output++) {
        write(heads.get(output));
        cell(columns[output], row);
      }
      write('}');
    }
    write(']');
  }

  /** All that stands before a value. */
  private static byte[] head(char before, String name) {
    byte[] quoted = quoted(name);
    byte[] head = new byte[quoted.length + 2];
    head[0] = (byte) before;
    System.arraycopy(quoted, 0, head, 1, quoted.length);
    head[quoted.length + 1] = ':';
    return head;
  }

  private void cell(Object column, int row) {
    if (column instanceof String[] texts) {
      write(quoted(texts[row]));
    } else {
      number(((float[]) column)[row]);
    }
  }

  private void number(float value) {
    if (value >= LEAST_FRACTION && value < 1) {
      fraction(value);
    } else {
      otherNumber(value);
    }
  }

  /**
   * Of a probability, mostly. The fewest digits behind the point that tell it from all other floats
   * are found by trying, which takes a third of the time of a way that is right for all numbers.
   */
  private void fraction(float value) {
    double tolerance = Math.ulp(value) * 0.49;
    for (int digits = 6; digits <= MOST_DIGITS; digits++) {
      long scaled = (long) (value * SCALES[digits] + 0.5);
      if (Math.abs(scaled * STEPS[digits] - value) < tolerance) {
        digits(scaled, digits);
        return;
      }
    }
    otherNumber(value);
  }

  /** {@code 0.} and so many digits, without zeros at the end. */
  private void digits(long scaled, int digits) {
    long left = scaled;
    int kept = digits;
    while (left % 10 == 0) {
      left /= 10;
      kept--;
    }
    ensure(MAX_NUMBER);
    bytes[count] = '0';
    bytes[count + 1] = '.';
    int at = count + kept + 1;
    for (; at > count + 2; at -= 2) {
      int two = (int) (left % 100);
      left /= 100;
      bytes[at] = ONES[two];
      bytes[at - 1] = TENS[two];
    }
    if (at == count + 2) {
      bytes[at] = ONES[(int) left];
    }
    count += kept + 2;
  }

  private void otherNumber(float value) {
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
