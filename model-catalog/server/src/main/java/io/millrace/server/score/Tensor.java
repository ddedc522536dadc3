package io.millrace.server.score;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.catalog.Signature;
import io.millrace.server.api.ApiException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Nested lists as numbers in one row after the other.
 *
 * @param numbers long[] or float[]
 */
record Tensor(Object numbers, long[] shape) {
  /**
   * Reads the parser's present value.
   *
   * @param sizes by the names that shapes give them; what is read is added
   * @throws ApiException if it is not such a tensor, or a size of a name differs from before
   */
  static Tensor read(JsonParser parser, Signature.Tensor wanted, Map<String, Long> sizes)
      throws IOException {
    Reader reader = new Reader(wanted);
    reader.list(parser, 0);
    long[] shape = new long[wanted.shape().size()];
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = Math.max(0, reader.sizes[axis]);
      String name = wanted.shape().get(axis);
      Long expected =
          name.matches("\\d{1,9}") ? Long.valueOf(name) : sizes.putIfAbsent(name, shape[axis]);
      // Of no edges nothing tells how many ends each has.
      boolean unknown = reader.sizes[axis] < 0 && name.matches("\\d{1,9}");
      if (unknown) {
        shape[axis] = expected;
      } else if (expected != null && expected != shape[axis]) {
        throw ApiException.invalid(
            "Cannot score: input '%s' has shape %s (expected %s, with %s = %d)."
                .formatted(
                    wanted.name(), Arrays.toString(reader.sizes), wanted.shape(), name, expected));
      }
    }
    return new Tensor(reader.numbers(), shape);
  }

  /** Goes through the lists once. */
  private static final class Reader {
    private final Signature.Tensor wanted;
    private final boolean whole;
    private final int[] sizes;
    private final List<Number> found = new ArrayList<>();

    Reader(Signature.Tensor wanted) {
      this.wanted = wanted;
      this.whole = wanted.type().equals("int64");
      this.sizes = new int[wanted.shape().size()];
      Arrays.fill(sizes, -1);
    }

    void list(JsonParser parser, int axis) throws IOException {
      if (axis == sizes.length) {
        number(parser);
        return;
      }
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        throw wrong("found " + parser.currentToken());
      }
      int count = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        list(parser, axis + 1);
        count++;
      }
      if (sizes[axis] >= 0 && sizes[axis] != count) {
        throw wrong("lists of %d and of %d values".formatted(sizes[axis], count));
      }
      sizes[axis] = count;
    }

    private void number(JsonParser parser) throws IOException {
      JsonToken token = parser.currentToken();
      boolean fits =
          whole
              ? token == JsonToken.VALUE_NUMBER_INT
                  && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
              : token.isNumeric();
      if (!fits || found.size() >= Table.MAX_CELLS) {
        throw wrong(fits ? "more values than are taken at once" : "found " + token);
      }
      found.add(whole ? (Number) parser.getLongValue() : (Number) parser.getFloatValue());
    }

    Object numbers() {
      if (whole) {
        return found.stream().mapToLong(Number::longValue).toArray();
      }
      float[] floats = new float[found.size()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = found.get(i).floatValue();
      }
      return floats;
    }

    private ApiException wrong(String what) {
      return ApiException.invalid(
          "Cannot score: input '%s': %s (expected lists of %s, of shape %s)."
              .formatted(wanted.name(), what, wanted.type(), wanted.shape()));
    }
  }
}
