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
import java.util.HashMap;
import java.util.Map;

/** {@code {"inputs": {...}}} with the columns of nodes, and the tensors of a graph. */
record GraphInputs(Table columns, Map<String, Tensor> tensors) {

  /**
   * @param bodyBytes its length, -1 if it is not known
   * @throws ApiException if it is not that, or does not fit to the signature
   */
  static GraphInputs read(InputStream body, long bodyBytes, Signature signature)
      throws IOException {
    try (JsonParser parser = Json.parser(body)) {
      parser.nextToken();
      RowsReader.require(parser, JsonToken.START_OBJECT, "an object with 'inputs'");
      if (!"inputs".equals(parser.nextFieldName())) {
        throw ApiException.invalid(
            "Cannot score: found no 'inputs' (expected an object of columns of nodes and of %s). A model over a graph takes no rows one by one."
                .formatted(
                    signature.tensors().inputs().stream().map(Signature.Tensor::name).toList()));
      }
      parser.nextToken();
      GraphInputs inputs = inputs(parser, bodyBytes, signature);
      if (parser.nextToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
        throw ApiException.invalid("Cannot score: found more behind 'inputs' (expected nothing).");
      }
      return inputs;
    } catch (JsonProcessingException e) {
      throw Json.unreadable(e);
    } catch (CharConversionException e) {
      throw ApiException.invalid(
          "Cannot score: %s (expected JSON in UTF-8).".formatted(e.getMessage()));
    }
  }

  private static GraphInputs inputs(JsonParser parser, long bodyBytes, Signature signature)
      throws IOException {
    RowsReader columns = new RowsReader(signature, bodyBytes);
    Map<String, Signature.Tensor> wanted = new HashMap<>();
    signature.tensors().inputs().forEach(tensor -> wanted.put(tensor.name(), tensor));
    Map<String, Tensor> tensors = new HashMap<>();
    Map<String, Long> sizes = new HashMap<>();
    columns.columnwise(
        parser,
        (name, at) -> {
          Signature.Tensor tensor = wanted.get(name);
          if (tensor != null) {
            tensors.put(name, Tensor.read(at, tensor, sizes));
          }
          return tensor != null;
        });
    for (String name : wanted.keySet()) {
      if (!tensors.containsKey(name)) {
        throw ApiException.invalid(
            "Cannot score: input '%s' is absent (expected %s of shape %s)."
                .formatted(name, wanted.get(name).type(), wanted.get(name).shape()));
      }
    }
    return new GraphInputs(columns.table(), tensors);
  }
}
