package io.millrace.server.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.api.ApiException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
  private static final Map<String, String> VERSION =
      Map.of("name", "ops.delay", "version_number", "12", "run_id", "r1", "tags.a b.c", "Yes");

  private static boolean holds(String filter) {
    return Filter.<Map<String, String>>parse(
            filter,
            Set.of("name", "version_number", "run_id"),
            Set.of("version_number"),
            fields -> fields::get)
        .test(VERSION);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '#',
      textBlock =
          """
          ; true
          name = 'ops.delay'; true
          name='ops.dela'; false
          name != "ops.other"; true
          name LIKE 'ops.%'; true
          name like '%_elay'; true
          name LIKE 'OPS.%'; false
          name ILIKE 'OPS.%'; true
          version_number > 9; true
          version_number <= 11; false
          version_number = '12' AND run_id = 'r1'; true
          run_id IN ('r0', 'r1'); true
          run_id IN ('r0'); false
          tags.`a b.c` = 'Yes'; true
          tags.`a b.c` ILIKE 'y%'; true
          tag.none = 'x'; false
          tags.none != 'x'; false
          """)
  void selects(String filter, boolean expected) {
    assertThat(holds(filter == null ? "" : filter)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name",
        "name =",
        "name = delay",
        "name 'x'",
        "name = 'x' OR name = 'y'",
        "name = 'x' name = 'y'",
        "size = 'x'",
        "version_number LIKE '1%'",
        "version_number = 'x'",
        "run_id IN ()",
        "run_id IN ('a'",
        "tags. = 'x'",
        "name = 'x",
        "; name",
        "'name' = 'x'",
        "name = 'x' AND"
      })
  void refuses(String filter) {
    assertThatThrownBy(() -> holds(filter))
        .isInstanceOf(ApiException.class)
        .hasMessageStartingWith("Cannot use the filter '" + filter + "'");
  }

  @Test
  void refusesALongOne() {
    assertThatThrownBy(() -> holds("name = '" + "x".repeat(3000) + "'"))
        .hasMessageContaining("3009 characters");
  }

  /** A pattern that a regex with backtracking would take years for. */
  @Test
  void matchesInALimitedTime() {
    assertThat(Like.matches("%a".repeat(200) + "%b", "a".repeat(5000))).isFalse();
    assertThat(Like.matches("%", "")).isTrue();
    assertThat(Like.matches("_", "")).isFalse();
    assertThat(Like.matches("a%b%c", "axxbyyc")).isTrue();
  }
}
