package io.millrace.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import java.io.IOException;
import java.io.InputStream;

/** JSON that came from outside, with limits, and JSON that goes there. */
public final class Json {
  /** Levels; nothing in the API needs more than a handful. */
  public static final int MAX_DEPTH = 32;

  private static final int MAX_NUMBER_CHARACTERS = 100;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(factory())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  // Only such parsers read bytes as they come; others turn them into characters first.
  private static final JsonFactory NAMES_KEPT =
      new JsonFactoryBuilder(factory())
          .enable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private Json() {}

  /**
   * Reads JSON whose names are the client's own, such as columns, and only those: they are kept for
   * the parser alone.
   *
   * @throws IOException if the first bytes cannot be read
   */
  public static JsonParser parser(InputStream body) throws IOException {
    return NAMES_KEPT.copy().createParser(body);
  }

  /** Makes parsers that refuse what is deeper or has longer numbers than anything of ours. */
  public static JsonFactory factory() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(MAX_NUMBER_CHARACTERS)
                .build())
        .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
        .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
        // Column names are the clients' own: kept, they would fill the memory for good.
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .build();
  }

  /**
   * The object that a body holds.
   *
   * @throws ApiException if it holds something else
   */
  static JsonNode object(InputStream body) throws IOException {
    try {
      JsonNode tree = MAPPER.readTree(body);
      if (!tree.isObject()) {
        throw ApiException.invalid(
            "Cannot read the request's body: it is JSON of type %s (expected an object)."
                .formatted(tree.getNodeType()));
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw unreadable(e);
    } catch (java.io.CharConversionException e) {
      throw new ApiException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "Cannot read the request's body: %s (expected JSON in UTF-8).".formatted(e.getMessage()),
          e);
    }
  }

  /** For bodies that are read otherwise: what the parser had to say, without its source. */
  public static ApiException unreadable(JsonProcessingException e) {
    return new ApiException(
        ErrorCode.INVALID_PARAMETER_VALUE,
        "Cannot read the request's body: %s (expected JSON in UTF-8, at most %d levels deep)."
            .formatted(e.getOriginalMessage(), MAX_DEPTH),
        e);
  }

  /** A value of the server's own as JSON in UTF-8. */
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The server's own answers can always be written", e);
    }
  }

  /** As one line, for logs. */
  static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The server's own lines can always be written", e);
    }
  }
}
