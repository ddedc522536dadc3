package io.millrace.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.server.api.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a body; unknown ones are passed over, since clients of other versions have more.
 */
public final class Fieldset {
  private final JsonNode fields;

  Fieldset(JsonNode fields) {
    this.fields = fields;
  }

  /** A text that must be there and not be empty; a whole number passes for one, as in protobuf. */
  public String required(String name) {
    return text(name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(
            () ->
                ApiException.invalid(
                    "Cannot answer: field '%s' is missing (expected a value).".formatted(name)));
  }

  /** A text. */
  public Optional<String> text(String name) {
    return value(name).map(value -> textOf(name, value));
  }

  /** A truth value. */
  public Optional<Boolean> flag(String name) {
    return value(name)
        .map(
            value -> {
              if (!value.isBoolean()) {
                throw wrong(name, value, "true or false");
              }
              return value.booleanValue();
            });
  }

  /** Texts; empty where the field is not there. */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    elements(name).forEach(value -> texts.add(textOf(name, value)));
    return texts;
  }

  /** Objects; empty where the field is not there. */
  public List<Fieldset> objects(String name) {
    List<Fieldset> objects = new ArrayList<>();
    for (JsonNode value : elements(name)) {
      if (!value.isObject()) {
        throw wrong(name, value, "a list of objects");
      }
      objects.add(new Fieldset(value));
    }
    return objects;
  }

  private List<JsonNode> elements(String name) {
    List<JsonNode> elements = new ArrayList<>();
    value(name)
        .ifPresent(
            value -> {
              if (!value.isArray()) {
                throw wrong(name, value, "a list");
              }
              value.forEach(elements::add);
            });
    return elements;
  }

  private Optional<JsonNode> value(String name) {
    JsonNode value = fields.path(name);
    return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  private static String textOf(String name, JsonNode value) {
    if (!value.isTextual() && !value.isIntegralNumber()) {
      throw wrong(name, value, "a text");
    }
    return value.asText();
  }

  private static ApiException wrong(String name, JsonNode value, String expected) {
    return ApiException.invalid(
        "Cannot answer: field '%s' is of type %s (expected %s)."
            .formatted(name, value.getNodeType(), expected));
  }
}
