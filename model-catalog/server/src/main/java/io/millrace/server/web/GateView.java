package io.millrace.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What the gate said, as {@code evaluation.json} has it.
 *
 * @param known whether the file says anything of a gate
 * @param rows of the test split; 0 where the file does not say
 */
record GateView(boolean known, boolean passed, long rows, List<Rule> rules) {
  /** A rule, the value that it was asked of, and the limit; empty texts where there is none. */
  record Rule(String rule, String value, String limit, boolean passed, String note) {}

  static GateView of(JsonNode evaluation) {
    JsonNode gate = evaluation.path("gate");
    List<Rule> rules = new ArrayList<>();
    for (JsonNode rule : gate.path("rules")) {
      rules.add(
          new Rule(
              text(rule.path("rule")),
              number(rule.path("value")),
              number(rule.path("limit")),
              rule.path("passed").asBoolean(),
              text(rule.path("note"))));
    }
    return new GateView(
        gate.path("passed").isBoolean(),
        gate.path("passed").asBoolean(),
        evaluation.path("rows").asLong(0),
        List.copyOf(rules));
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : "";
  }

  private static String number(JsonNode value) {
    return value.isNumber() ? Words.number(value.doubleValue()) : "–";
  }
}
