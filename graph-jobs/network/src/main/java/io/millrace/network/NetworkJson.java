package io.millrace.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The fields of network.json, each of which must be there with its own type. */
final class NetworkJson {
  private final JsonNode node;

  NetworkJson(JsonNode node) {
    this.node = node;
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

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    array(key).forEach(entry -> texts.add(text(key, entry)));
    return texts;
  }

  List<Integer> counts(String key) {
    List<Integer> counts = new ArrayList<>();
    array(key).forEach(entry -> counts.add(count(key, entry)));
    return counts;
  }

  List<NetworkJson> objects(String key) {
    List<NetworkJson> objects = new ArrayList<>();
    array(key).forEach(entry -> objects.add(new NetworkJson(entry)));
    return objects;
  }

  <T> T choice(String key, T[] values, Function<T, String> name) {
    String text = text(key);
    return Arrays.stream(values)
        .filter(value -> name.apply(value).equals(text))
        .findFirst()
        .orElseThrow(() -> wrong(key, text, "one of " + Arrays.stream(values).map(name).toList()));
  }

  static IllegalArgumentException wrong(String key, Object found, String expected) {
    return new IllegalArgumentException(
        "Cannot read network.json: '%s' is %s (expected %s).".formatted(key, found, expected));
  }

  private JsonNode array(String key) {
    JsonNode array = node.path(key);
    if (!array.isArray()) {
      throw wrong(key, found(array), "a list");
    }
    return array;
  }

  private static String text(String key, JsonNode value) {
    if (!value.isTextual()) {
      throw wrong(key, found(value), "a text");
    }
    return value.textValue();
  }

  private static int count(String key, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
      throw wrong(key, found(value), "a whole number of 0 or more");
    }
    return value.intValue();
  }

  private static String found(JsonNode value) {
    return value.isMissingNode() ? "missing" : value.toString();
  }
}
