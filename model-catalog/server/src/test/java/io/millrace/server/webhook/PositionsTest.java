package io.millrace.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.EventType;
import io.millrace.catalog.Webhook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PositionsTest {
  private static final Webhook HOOK =
      new Webhook("a", "*", "https://example.org/", Set.of(EventType.ALIAS_MOVED), 7);

  @TempDir private Path folder;

  @Test
  void beginsWhereTheWebhookWasAdded() throws IOException {
    try (Positions positions = new Positions(folder.resolve("positions"))) {
      assertThat(positions.read(HOOK)).isEqualTo(7);
      positions.write(HOOK, 12);
    }
    try (Positions positions = new Positions(folder.resolve("positions"))) {
      assertThat(positions.read(HOOK)).isEqualTo(12);
    }
  }

  @Test
  void forgetsWebhooksThatAreGone() throws IOException {
    try (Positions positions = new Positions(folder)) {
      positions.write(HOOK, 12);
      positions.keep(Set.of("a"));
      assertThat(positions.read(HOOK)).isEqualTo(12);
      positions.keep(Set.of());
      assertThat(folder.resolve("a")).doesNotExist();
    }
  }

  @Test
  void isForOneServerAtATime() throws IOException {
    try (Positions positions = new Positions(folder)) {
      assertThatThrownBy(() -> new Positions(folder))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another server has");
      positions.write(HOOK, 8);
    }
    new Positions(folder).close();
  }

  @Test
  void doesNotGuess() throws IOException {
    Files.writeString(folder.resolve("a"), "12x");
    try (Positions positions = new Positions(folder)) {
      assertThatThrownBy(() -> positions.read(HOOK)).hasMessageContaining("holds something else");
    }
  }
}
