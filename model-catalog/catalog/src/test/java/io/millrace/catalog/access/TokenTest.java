package io.millrace.catalog.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenTest {
  private static final Instant EXPIRES = Instant.parse("2026-01-01T00:00:00Z");

  private final Token.Issued issued = Token.issue("ann", Scope.FULL, EXPIRES);

  @Test
  void knowsItsOwnTextAndNoOther() {
    assertThat(issued.token().matches(issued.text())).isTrue();
    for (int position = 0; position < issued.text().length(); position++) {
      StringBuilder other = new StringBuilder(issued.text());
      other.setCharAt(position, other.charAt(position) == 'a' ? 'b' : 'a');
      assertThat(issued.token().matches(other.toString())).as(other.toString()).isFalse();
    }
    assertThat(issued.token().matches("")).isFalse();
    assertThat(issued.token().matches(issued.text() + "a")).isFalse();
  }

  @Test
  void keepsNoSecret() {
    String secret = issued.text().substring(issued.text().lastIndexOf('_') + 1);

    assertThat(issued.token().toString()).doesNotContain(secret);
    assertThat(issued.toString()).doesNotContain(secret);
    assertThat(Token.idOf(issued.text())).contains(issued.token().id());
    assertThat(Token.idOf("mlr_1_2")).isEmpty();
  }

  @Test
  void isWorthNothingFromItsLastMomentOn() {
    assertThat(issued.token().validAt(EXPIRES.minusMillis(1))).isTrue();
    assertThat(issued.token().validAt(EXPIRES)).isFalse();
  }

  @Test
  void isNeverTheSame() {
    assertThat(Token.issue("ann", Scope.FULL, EXPIRES).text()).isNotEqualTo(issued.text());
  }
}
