package io.millrace.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The fields of network.json, each of which must be there with its own type. */
final class NetworkJson {
  private final JsonNode node;
  private final String place;

  NetworkJson(JsonNode node) {
    this(node, "");
  }

  /**
   * @param place what stands before a key in messages
   */
  private NetworkJson(JsonNode node, String place) {
    this.node = node;
    this.place = place;
  }

  void requireVersion(int newest) {
    int version = count("version");
    if (version < 1 || version > newest) {
      throw new IllegalArgumentException(
          ("Cannot read network.json: it has format version %d (expected 1 to %d). Use the"
                  + " release of Millrace that wrote it, or a newer one.")
              .formatted(version, newest));
    }
  }

  String text(String key) {
    return text(key, node.path(key));
  }

  int count(String key) {
    return count(key, node.path(key));
  }

  double number(String key) {
    JsonNode value = node.path(key);
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw wrong(key, found(value), "a finite number");
    }
    return value.doubleValue();
  }

  boolean flag(String key) {
    JsonNode value = node.path(key);
    if (!value.isBoolean()) {
      throw wrong(key, found(value), "true or false");
    }
    return value.booleanValue();
  }

  List<String> texts(String key) {
    return entries(key, this::text);
  }

  List<Integer> counts(String key) {
    return entries(key, this::count);
  }

  NetworkJson object(String key) {
    return object(key, node.path(key));
  }

  List<NetworkJson> objects(String key) {
    return entries(key, this::object);
  }

  <T> T choice(String key, T[] values, Function<T, String> name) {
    String text = text(key);
    return Arrays.stream(values)
        .filter(value -> name.apply(value).equals(text))
        .findFirst()
        .orElseThrow(() -> wrong(key, text, "one of " + Arrays.stream(values).map(name).toList()));
  }

  IllegalArgumentException wrong(String key, Object found, String expected) {
    return new IllegalArgumentException(
        "Cannot read network.json: '%s%s' is %s (expected %s)."
            .formatted(place, key, found, expected));
  }

  /** For an object whose fields are there but do not fit together. */
  IllegalArgumentException wrong(String key, IllegalArgumentException cause) {
    return new IllegalArgumentException(
        "Cannot read network.json: '%s%s' is wrong. %s".formatted(place, key, cause.getMessage()),
        cause);
  }

  private <T> List<T> entries(String key, BiFunction<String, JsonNode, T> read) {
    JsonNode array = node.path(key);
    if (!array.isArray()) {
      throw wrong(key, found(array), "a list");
    }
    List<T> entries = new ArrayList<>();
    for (JsonNode entry : array) {
      entries.add(read.apply("%s[%d]".formatted(key, entries.size()), entry));
    }
    return entries;
  }

  private NetworkJson object(String key, JsonNode value) {
    if (!value.isObject()) {
      throw wrong(key, found(value), "an object");
    }
    return new NetworkJson(value, place + key + ".");
  }

  private String text(String key, JsonNode value) {
    if (!value.isTextual()) {
      throw wrong(key, found(value), "a text");
    }
    return value.textValue();
  }

  private int count(String key, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
      throw wrong(key, found(value), "a whole number of 0 or more");
    }
    return value.intValue();
  }

  private static String found(JsonNode value) {
    return value.isMissingNode() ? "missing" : value.toString();
  }
}
