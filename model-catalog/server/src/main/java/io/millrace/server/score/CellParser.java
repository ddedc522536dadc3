package io.millrace.server.score;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.catalog.Signature;
import io.millrace.server.api.ApiException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts values of JSON into a table; it never guesses. */
final class CellParser {
  private static final int MAX_SHOWN = 60;

  private final List<Signature.Input> inputs;
  private final Kind[] kinds;
  private final Map<String, Integer> index = new HashMap<>();
  private final Table table;

  CellParser(Signature signature, Table table) {
    this.inputs = signature.inputs();
    this.table = table;
    kinds = inputs.stream().map(input -> Kind.of(input.type())).toArray(Kind[]::new);
    for (int i = 0; i < inputs.size(); i++) {
      index.put(inputs.get(i).name(), i);
    }
  }

  /** What a cell is in JSON. */
  private enum Kind {
    TEXT,
    TRUTH,
    TIME,
    NUMBER;

    static Kind of(String type) {
      return switch (type) {
        case "string" -> TEXT;
        case "boolean" -> TRUTH;
        case "timestamp", "date" -> TIME;
        default -> NUMBER;
      };
    }
  }

  /** The column's place in the signature. */
  int input(String column) {
    Integer input = index.get(column);
    if (input == null) {
      throw ApiException.invalid(
          "Cannot score: the model takes no column '%s' (expected %s)."
              .formatted(shown(column), inputs.stream().map(Signature.Input::name).toList()));
    }
    return input;
  }

  /**
   * @param given whether each input was
   */
  void requireAll(boolean[] given, int row) {
    for (int input = 0; input < given.length; input++) {
      if (!given[input] && inputs.get(input).required()) {
        throw ApiException.invalid(
            "Cannot score row %d: column '%s' is absent (expected one of type %s). Pass null where the value is not known."
                .formatted(row, inputs.get(input).name(), inputs.get(input).type()));
      }
    }
  }

  /** The parser's present value. */
  void set(int input, int row, JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    boolean done =
        switch (kinds[input]) {
          case TEXT -> text(input, row, parser, token);
          case TRUTH -> truth(input, row, token);
          case TIME -> time(input, row, parser, token);
          case NUMBER -> number(input, row, parser, token);
        };
    if (!done) {
      throw wrong(inputs.get(input), row, parser);
    }
  }

  private boolean text(int input, int row, JsonParser parser, JsonToken token) throws IOException {
    boolean fits = token == JsonToken.VALUE_STRING;
    if (fits) {
      table.set(input, row, parser.getText());
    }
    return fits;
  }

  private boolean truth(int input, int row, JsonToken token) {
    boolean fits = token.isBoolean();
    if (fits) {
      table.set(input, row, token == JsonToken.VALUE_TRUE ? "true" : "false");
    }
    return fits;
  }

  private boolean number(int input, int row, JsonParser parser, JsonToken token)
      throws IOException {
    boolean fits = token.isNumeric();
    if (fits) {
      table.set(input, row, parser.getDoubleValue());
    }
    return fits;
  }

  private boolean time(int input, int row, JsonParser parser, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      table.set(input, row, parser.getLongValue());
      return true;
    }
    long millis =
        token == JsonToken.VALUE_STRING
            ? Times.millis(
                inputs.get(input).type(),
                parser.getTextCharacters(),
                parser.getTextOffset(),
                parser.getTextLength())
            : Times.NONE;
    if (millis != Times.NONE) {
      table.set(input, row, millis);
    }
    return millis != Times.NONE;
  }

  private static ApiException wrong(Signature.Input input, int row, JsonParser parser)
      throws IOException {
    String found =
        parser.currentToken().isStructStart()
            ? "a list or an object"
            : "'" + shown(parser.getText()) + "'";
    return ApiException.invalid(
        "Cannot score row %d: column '%s' of type %s holds %s (expected %s, or null for a missing value)."
            .formatted(row, input.name(), input.type(), found, expected(input.type())));
  }

  private static String expected(String type) {
    return switch (type) {
      case "string" -> "a text";
      case "boolean" -> "true or false";
      case "timestamp" -> "ISO-8601 or whole milliseconds";
      case "date" -> "an ISO-8601 date or whole milliseconds";
      default -> "a number";
    };
  }

  private static String shown(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
  }
}
