package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.Refusals.Attempt;
import io.millrace.catalog.access.Operation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private static final Attempt ATTEMPT = new Attempt("eve", Operation.PUBLISH, "ops/delay", null);

  private final SetClock clock = new SetClock();
  private final Refusals refusals = new Refusals(clock);

  @Test
  void logsTheFirstAndThenOneInAMinuteWithThoseBetween() {
    assertThat(refusals.admit(ATTEMPT)).contains(0);
    for (int i = 0; i < 1000; i++) {
      assertThat(refusals.admit(ATTEMPT)).isEmpty();
    }
    clock.now = clock.now.plus(Duration.ofMinutes(1));

    assertThat(refusals.admit(ATTEMPT)).contains(1000);
    assertThat(refusals.admit(new Attempt("bob", Operation.PUBLISH, "ops/delay", null)))
        .contains(0);
  }

  @Test
  void whoChangesWhatIsAskedFillsNoLogEither() {
    int logged = 0;
    for (int i = 0; i < 10_000; i++) {
      logged += refusals.admit(new Attempt("eve" + i, Operation.READ, null, i)).isPresent() ? 1 : 0;
    }
    assertThat(logged).isEqualTo(Refusals.MOST_PER_MINUTE);
    clock.now = clock.now.plus(Duration.ofMinutes(1));

    assertThat(refusals.admit(new Attempt("eve9999", Operation.READ, null, 9999))).contains(1);
  }

  private static final class SetClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
