package io.millrace.launcher.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.Optional;

/**
 * What a job tells the launcher: a line on its standard output that starts with {@code @millrace}
 * and goes on as JSON.
 *
 * @param step that it is about
 * @param fraction of the step that is done, 0 to 1; only of a progress event
 * @param seconds that the step took; only of a done event
 * @param text for people, empty where there is none
 */
public record Event(Kind kind, String step, double fraction, double seconds, String text) {
  private static final String PREFIX = "@millrace ";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The kinds of events. */
  public enum Kind {
    START,
    PROGRESS,
    DONE,
    WARNING,
    ERROR
  }

  /** The event on a line of output; empty where the line is ordinary output. */
  public static Optional<Event> parse(String line) {
    if (!line.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      JsonNode json = MAPPER.readTree(line.substring(PREFIX.length()));
      Kind kind = Kind.valueOf(json.path("event").asText().toUpperCase(Locale.ROOT));
      String text = json.path(kind == Kind.ERROR ? "message" : "text").asText("");
      return Optional.of(
          new Event(
              kind,
              json.path("step").asText(""),
              json.path("fraction").asDouble(0),
              json.path("seconds").asDouble(0),
              text));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      // Another version's event, or a job's own print that looks like one: it stays in the log.
      return Optional.empty();
    }
  }
}
