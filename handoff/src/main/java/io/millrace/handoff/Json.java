package io.millrace.handoff;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Contract files as JSON. Keys are written in the order of the records, so equal values give equal
 * bytes.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      SealedTypes.register(
          JsonMapper.builder()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
              .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
              .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
              .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .serializationInclusion(JsonInclude.Include.ALWAYS)
              .addModule(new LocalTimes())
              .build());

  private Json() {}

  /** The value as indented JSON with a line break at its end. */
  public static byte[] bytes(Object value) {
    return (text(value) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The value as indented JSON. */
  public static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Cannot write %s as JSON.".formatted(value.getClass().getSimpleName()), e);
    }
  }

  /** The value as JSON on one line. */
  public static String line(Object value) {
    try {
      return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Cannot write %s as JSON.".formatted(value.getClass().getSimpleName()), e);
    }
  }

  /**
   * Reads a contract file.
   *
   * @param name of the file, for messages
   * @param version the newest format version that this code knows
   * @throws IOException if it is not JSON of this type, or newer
   */
  public static <T> T read(byte[] bytes, Class<T> type, int version, String name)
      throws IOException {
    try {
      JsonNode tree = MAPPER.readTree(bytes);
      int found = tree.path("version").asInt(0);
      if (found < 1 || found > version) {
        throw new IOException(
            "Cannot read '%s': format version %d (expected 1 to %d). It was written by another version of Millrace."
                .formatted(name, found, version));
      }
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new IOException(
          "Cannot read '%s': it is not a whole %s (%s)."
              .formatted(name, type.getSimpleName(), e.getOriginalMessage()),
          e);
    }
  }

  /** Reads JSON that carries no version of its own. */
  public static <T> T read(byte[] bytes, Class<T> type, String name) throws IOException {
    try {
      return MAPPER.readValue(bytes, type);
    } catch (JsonProcessingException e) {
      throw new IOException(
          "Cannot read '%s': it is not a whole %s (%s)."
              .formatted(name, type.getSimpleName(), e.getOriginalMessage()),
          e);
    }
  }
}
