package io.millrace.server.score;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.catalog.Signature;
import io.millrace.server.api.ApiException;
import io.millrace.server.http.Json;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A body of rows, in one of MLflow's formats: {@code dataframe_split}, {@code dataframe_records},
 * {@code instances} or {@code inputs}.
 *
 * @param columnwise whether the answer is by column, as the rows came
 */
record Invocation(Table table, boolean columnwise) {
  private static final String EXPECTED =
      "one of 'dataframe_split', 'dataframe_records', 'instances' and 'inputs'";

  /**
   * @param bodyBytes its length, -1 if it is not known
   * @throws ApiException if it is none, or does not fit to the signature
   */
  static Invocation read(InputStream body, long bodyBytes, Signature signature) throws IOException {
    try (JsonParser parser = Json.parser(body)) {
      parser.nextToken();
      RowsReader.require(parser, JsonToken.START_OBJECT, "an object with " + EXPECTED);
      Invocation invocation = null;
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String format = parser.currentName();
        parser.nextToken();
        if (invocation != null) {
          throw unknown(format, "nothing behind the rows");
        }
        invocation = rows(parser, format, bodyBytes, signature);
      }
      if (parser.nextToken() != null || invocation == null) {
        throw unknown(invocation == null ? "no rows" : "more than one value", EXPECTED);
      }
      return invocation;
    } catch (JsonProcessingException e) {
      throw Json.unreadable(e);
    } catch (CharConversionException e) {
      throw ApiException.invalid(
          "Cannot score: %s (expected JSON in UTF-8).".formatted(e.getMessage()));
    }
  }

  private static @Nullable Invocation rows(
      JsonParser parser, String format, long bodyBytes, Signature signature) throws IOException {
    RowsReader reader = new RowsReader(signature, bodyBytes);
    switch (format) {
      case "dataframe_split" -> reader.split(parser);
      case "dataframe_records", "instances" -> reader.records(parser);
      case "inputs" -> {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
          reader.records(parser);
        } else {
          reader.columnwise(parser);
          return new Invocation(reader.table(), true);
        }
      }
      case "params" -> {
        // MLflow's clients send it empty; our models take none.
        if (parser.currentToken() != JsonToken.START_OBJECT
            || parser.nextToken() != JsonToken.END_OBJECT) {
          throw unknown("parameters", "none");
        }
        return null;
      }
      default -> throw unknown("'" + format + "'", EXPECTED);
    }
    return new Invocation(reader.table(), false);
  }

  private static ApiException unknown(String found, String expected) {
    return ApiException.invalid(
        "Cannot score: found %s (expected %s)."
            .formatted(found.length() <= 80 ? found : found.substring(0, 80), expected));
  }
}
