package io.millrace.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.access.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final Principal ANN = Principal.user("ann");

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final Sessions sessions = new Sessions(clock);

  @Test
  void findsWhoHasSignedIn() {
    String id = sessions.begin(ANN, "t1");
    assertThat(sessions.find(id)).map(Session::principal).contains(ANN);
    assertThat(sessions.find(id)).map(Session::tokenId).contains("t1");
    assertThat(sessions.find(Secrets.random())).isEmpty();
  }

  @Test
  void endsWhenSomebodySignsOut() {
    String id = sessions.begin(ANN, "t1");
    String other = sessions.begin(ANN, "t1");
    sessions.end(id);
    assertThat(sessions.find(id)).isEmpty();
    assertThat(sessions.find(other)).isPresent();
  }

  @Test
  void endsWhenNothingIsAskedFor() {
    String id = sessions.begin(ANN, "t1");
    now = now.plus(Sessions.IDLE).minusMillis(1);
    assertThat(sessions.find(id)).isPresent();
    now = now.plus(Sessions.IDLE);
    assertThat(sessions.find(id)).isEmpty();
  }

  @Test
  void endsAfterAWhileInAnyCase() {
    String id = sessions.begin(ANN, "t1");
    Instant end = now.plus(Sessions.LONGEST);
    while (now.isBefore(end)) {
      assertThat(sessions.find(id)).as(now.toString()).isPresent();
      now = now.plus(Duration.ofMinutes(30));
    }
    assertThat(sessions.find(id)).isEmpty();
  }

  @Test
  void keepsNoMoreThanThereIsRoomFor() {
    String first = sessions.begin(ANN, "t1");
    String second = sessions.begin(ANN, "t1");
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < Sessions.MOST - 1; i++) {
      ids.add(sessions.begin(ANN, "t1"));
    }
    assertThat(ids).hasSize(Sessions.MOST - 1);
    assertThat(sessions.find(first)).isEmpty();
    assertThat(sessions.find(second)).isPresent();
  }

  @Test
  void derivesKeysThatTellNothingOfTheSecret() {
    byte[] key = {1, 2, 3};
    String secret = Secrets.random();
    assertThat(Secrets.isSecret(secret)).isTrue();
    assertThat(Secrets.isSecret(secret + "x")).isFalse();
    assertThat(Secrets.derived(key, secret))
        .isEqualTo(Secrets.derived(key, secret))
        .isNotEqualTo(Secrets.derived(new byte[] {1, 2, 4}, secret))
        .isNotEqualTo(Secrets.derived(key, Secrets.random()))
        .isNotEqualTo(secret);
    assertThat(Secrets.same("a", "a")).isTrue();
    assertThat(Secrets.same("a", "b")).isFalse();
  }
}
