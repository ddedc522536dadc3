package io.millrace.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.catalog.VersionComparison.Difference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds where two documents differ. */
final class Differences {
  private static final int MOST_CHARACTERS = 100;

  private Differences() {}

  static List<Difference> between(Map<String, String> left, Map<String, String> right) {
    TreeSet<String> paths = new TreeSet<>(left.keySet());
    paths.addAll(right.keySet());
    return paths.stream()
        .filter(path -> !Objects.equals(left.get(path), right.get(path)))
        .map(path -> new Difference(path, shown(left.get(path)), shown(right.get(path))))
        .toList();
  }

  /**
   * Values by path. Elements of an array go by their name where they have one, so that an element
   * in front does not make all others differ; an array of plain values is one value.
   */
  static Map<String, String> leaves(JsonNode document) {
    Map<String, String> leaves = new TreeMap<>();
    collect("", document, leaves);
    return leaves;
  }

  private static void collect(String path, JsonNode node, Map<String, String> leaves) {
    if (node.isObject()) {
      for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        collect(child(path, name), node.get(name), leaves);
      }
    } else if (node.isArray() && hasObjects(node)) {
      int index = 0;
      for (JsonNode element : node) {
        String name = element.path("name").asText("");
        collect(child(path, name.isEmpty() ? String.valueOf(index) : name), element, leaves);
        index++;
      }
    } else if (!node.isMissingNode() && !node.isNull()) {
      leaves.put(path, node.isTextual() ? node.textValue() : node.toString());
    }
  }

  private static boolean hasObjects(JsonNode array) {
    List<JsonNode> elements = new ArrayList<>();
    array.forEach(elements::add);
    return elements.stream().anyMatch(JsonNode::isContainerNode);
  }

  private static String child(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** A vocabulary may be long: its head, its length and its digest tell two apart. */
  private static @Nullable String shown(@Nullable String value) {
    return value == null || value.length() <= MOST_CHARACTERS
        ? value
        : "%s... (%,d characters, SHA-256 %s)"
            .formatted(
                value.substring(0, MOST_CHARACTERS),
                value.length(),
                Digests.of(value.getBytes(StandardCharsets.UTF_8)).substring(0, 12));
  }
}
