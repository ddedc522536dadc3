package io.millrace.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTablesTest {
  private static final List<String> TABLES = List.of("flights", "air-ports", "routes", "weather");

  @Test
  void findsTablesWhereverTheyStandInTheOrderOfTheDefinition() {
    assertThat(
            in(
                """
                WITH w AS (SELECT * FROM weather)
                SELECT f.x, (SELECT max(y) FROM Routes) FROM FLIGHTS f
                JOIN `air-ports` a ON f.origin = a.iata, w
                """))
        .containsExactly("flights", "air-ports", "routes", "weather");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1 -- FROM routes\n FROM flights",
        "SELECT 1 /* routes,\n weather */ FROM flights",
        "SELECT 'from routes', \"it\\\"s routes\", 'don\\'t routes' FROM flights",
        "SELECT count(*) AS routes, f.weather, f . routes FROM flights f",
        "SELECT routes_2, `all routes` FROM flights",
        "SELECT 'an open text FROM routes2, FROM flights"
      })
  void passesOverCommentsTextsAliasesColumnsAndLongerWords(String sql) {
    assertThat(in(sql)).containsExactly("flights");
  }

  @Test
  void aQueryMayNameNoTable() {
    assertThat(in("SELECT id FROM range(10)")).isEmpty();
  }

  @Test
  void aCommentSignInATextIsText() {
    assertThat(in("SELECT '--' FROM flights, '/*' FROM routes, '*/'"))
        .containsExactly("flights", "routes");
  }

  private static List<String> in(String sql) {
    return SqlTables.in(sql, TABLES);
  }
}
