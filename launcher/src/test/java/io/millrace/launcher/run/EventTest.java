package io.millrace.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTest {
  @Test
  void readsProgress() {
    assertThat(
            Event.parse(
                "@millrace {\"event\":\"progress\",\"step\":\"clean\",\"fraction\":0.42,\"text\":\"rows\"}"))
        .contains(new Event(Event.Kind.PROGRESS, "clean", 0.42, 0, "rows"));
  }

  @Test
  void theTextOfAnErrorIsItsMessage() {
    assertThat(Event.parse("@millrace {\"event\":\"error\",\"step\":\"clean\",\"message\":\"no\"}"))
        .contains(new Event(Event.Kind.ERROR, "clean", 0, 0, "no"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain output",
        "@millrace not json",
        "@millrace {\"event\":\"unheard-of\"}",
        "@millrace {\"event\":",
        " @millrace {\"event\":\"start\"}"
      })
  void everythingElseIsOrdinaryOutput(String line) {
    assertThat(Event.parse(line)).isEmpty();
  }
}
