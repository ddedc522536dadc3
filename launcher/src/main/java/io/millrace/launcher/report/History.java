package io.millrace.launcher.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.handoff.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A training's {@code history.jsonl}.
 *
 * @param unit what a point is: {@code epoch} or {@code iteration}
 */
record History(String unit, List<Point> points) {
  History {
    points = List.copyOf(points);
  }

  /**
   * @param at epoch from 1, or iteration from 0
   * @param valid null where the engine does not validate as it goes
   */
  record Point(int at, double loss, @Nullable Double valid) {}

  /**
   * Reads a history.
   *
   * @param name of the file, for messages
   * @throws IOException if a line is not JSON
   */
  static History read(byte[] bytes, String name) throws IOException {
    List<Point> points = new ArrayList<>();
    boolean epochs = false;
    for (String line : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
      if (line.isBlank()) {
        continue;
      }
      JsonNode node = Json.read(line.getBytes(StandardCharsets.UTF_8), JsonNode.class, name);
      epochs |= node.has("epoch");
      JsonNode valid = node.path("validLoss");
      points.add(
          new Point(
              node.path(node.has("epoch") ? "epoch" : "iteration").asInt(),
              node.path("loss").asDouble(Double.NaN),
              valid.isNumber() ? valid.asDouble() : null));
    }
    return new History(epochs ? "epoch" : "iteration", points);
  }
}
