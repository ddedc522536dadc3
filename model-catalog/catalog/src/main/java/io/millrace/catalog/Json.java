package io.millrace.catalog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.catalog.CatalogException.Reason;
import java.io.IOException;

/** Reads and writes the catalog's files; all carry {@code version}, the version of their format. */
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .annotationIntrospector(new RequiredComponents())
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private static final ObjectMapper ANSWERS =
      MAPPER.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private Json() {}

  static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The catalog's own records can always be written", e);
    }
  }

  static byte[] writePretty(Object value) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The catalog's own records can always be written", e);
    }
  }

  /** A document that is not there. */
  static JsonNode missing() {
    return MissingNode.getInstance();
  }

  /**
   * A document that others wrote.
   *
   * @param file names it in errors
   */
  static JsonNode tree(byte[] content, String file) {
    try {
      return MAPPER.readTree(content);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * @param file names the file in errors
   * @throws CatalogException if the bytes are not such a file, or of a format newer than {@code
   *     newest}
   */
  static <T> T read(byte[] content, Class<T> type, String file, int newest) {
    try {
      requireFormat(formatVersion(content), file, newest);
      return MAPPER.readValue(content, type);
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * What a server says, which may be newer than we are and then says more.
   *
   * @param url names it in errors
   * @throws CatalogException if it is something else
   */
  static <T> T answer(byte[] content, Class<T> type, String url) {
    try {
      T value = ANSWERS.readValue(content, type);
      if (value != null) {
        return value;
      }
      throw new IOException("it is null");
    } catch (IOException | IllegalArgumentException e) {
      throw new CatalogException(
          Reason.UNREACHABLE,
          "Cannot read %s: %s (expected the answer of a catalog). Is that the address of 'millrace serve', of this version or a later one?"
              .formatted(url, firstLine(e)),
          e);
    }
  }

  /** Reads no further than to the field, which stands first in what the catalog writes. */
  private static JsonNode formatVersion(byte[] content) throws IOException {
    try (JsonParser parser = MAPPER.createParser(content)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          boolean found = parser.currentName().equals("version");
          parser.nextToken();
          if (found) {
            return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                ? IntNode.valueOf(parser.getIntValue())
                : TextNode.valueOf(parser.getText());
          }
          parser.skipChildren();
        }
      }
      return MissingNode.getInstance();
    }
  }

  private static CatalogException unreadable(String file, Exception e) {
    return new CatalogException(
        Reason.DAMAGED,
        "Cannot read %s: %s (expected JSON as it was written to the catalog). Run verify to see what else is damaged."
            .formatted(file, firstLine(e)),
        e);
  }

  private static void requireFormat(JsonNode version, String file, int newest) {
    if (!version.isInt() || version.intValue() < 1) {
      throw new CatalogException(
          Reason.DAMAGED,
          "Cannot read %s: format version is %s (expected 1 to %d)."
              .formatted(file, version.isMissingNode() ? "missing" : version, newest));
    }
    if (version.intValue() > newest) {
      throw new CatalogException(
          Reason.DAMAGED,
          "Cannot read %s: format version is %d (expected 1 to %d). A newer Millrace wrote it: use that version or a later one."
              .formatted(file, version.intValue(), newest));
    }
  }

  private static String firstLine(Exception e) {
    String message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : null;
    return String.valueOf(message == null ? e.getMessage() : message)
        .lines()
        .findFirst()
        .orElse("");
  }
}
