package io.millrace.jobs.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.handoff.step.StepFailedException;
import io.millrace.jobs.Definitions;
import io.millrace.jobs.TestRun;
import io.millrace.jobs.TestSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that SQL makes from files, from cleaned sources and from each other. */
class DerivedTableIT {
  private static final String TABLES =
      """
      tables {
        sales {
          path = "%1$s/sales.csv", format = csv
          columns { shop = string, day = date, amount = double }
        }
        shop-names { path = "%1$s/shops.csv", format = csv, columns { shop = string, town = string } }
        days {
          sql = \"\"\"select s.shop, n.town, s.day, sum(s.amount) as total, count(*) as number
                   from sales s left join `shop-names` n on n.shop = s.shop group by all\"\"\"
          columns { shop = string, town = string, day = date, total = double, number = int }
        }
        totals { sql = \"\"\"%2$s\"\"\", columns { shop = string, total = double, days = long } }
      }
      clean {
        table = totals
        columns { total { range { min = 1 } } }
        %3$s
      }
      """;

  private static final String TOTALS =
      "select sum(total) as total, count(day) as days, shop from days group by shop";

  @TempDir Path folder;

  @BeforeEach
  void write() throws Exception {
    Files.writeString(
        folder.resolve("sales.csv"),
        """
        shop,day,amount
        a,2024-01-01,1.5
        a,2024-01-01,2.5
        a,2024-01-02,100
        b,2024-01-01,7
        b,someday,8
        c,2024-01-03,0.25
        c,2024-01-03,nothing
        """);
    Files.writeString(folder.resolve("shops.csv"), "shop,town\na,Lima\nb,Oslo\n");
  }

  private TestRun run(String sql, String sources) throws Exception {
    return TestRun.of(
        folder, Definitions.cleaning(TABLES.formatted(folder, sql, sources), "total", "days"));
  }

  private static List<String> rows(TestRun run, String step) throws Exception {
    return TestSpark.session()
        .read()
        .parquet(run.directory().output(step) + "/data/all")
        .drop("__row")
        .orderBy("shop")
        .collectAsList()
        .stream()
        .map(Row::mkString)
        .map(Object::toString)
        .toList();
  }

  @Test
  void readsOtherTablesWithUnreadableValuesNull() throws Exception {
    TestRun run = run(TOTALS, "");
    var ledger = run.ledger("clean");
    assertThat(ledger.rowsIn()).isEqualTo(3);
    assertThat(ledger.rowsOut()).isEqualTo(2);
    assertThat(ledger.rejected()).isEqualTo(Map.of("total:range", 1L));
    assertThat(rows(run, "clean")).containsExactly("a104.02", "b15.01");
    var rejected =
        TestSpark.session().read().parquet(run.directory().output("clean") + "/rejected");
    assertThat(rejected.select("original").first().getString(0))
        .isEqualTo("{\"shop\":\"c\",\"total\":0.25,\"days\":1}");
    assertThat(Files.list(Path.of(run.directory().output("clean").toUri())))
        .extracting(file -> file.getFileName().toString())
        .containsExactlyInAnyOrder("data", "rejected");
  }

  @Test
  void readsWhatSourcesWereCleanedTo() throws Exception {
    TestRun run =
        run(
            TOTALS,
            "sources { sales { columns { amount { range { max = 10 } } } }, days { columns { number { range { max = 1, policy = clip } } } } }");
    assertThat(run.ledger("clean-sales").rejected())
        .isEqualTo(Map.of("day:cast", 1L, "amount:range", 1L, "amount:cast", 1L));
    assertThat(run.ledger("clean-days").changed()).isEqualTo(Map.of("number:range", 1L));
    assertThat(rows(run, "clean-days"))
        .containsExactly("aLima2024-01-014.01", "bOslo2024-01-017.01", "cnull2024-01-030.251");
    run.step("clean");
    assertThat(rows(run, "clean")).containsExactly("a4.01", "b7.01");
  }

  @Test
  void leavesNoViewsBehind() throws Exception {
    run(TOTALS, "").step("clean");
    assertThat(TestSpark.session().catalog().listTables().collectAsList()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select shop, sum(total) total from days group by 1 | 'days' is missing",
        "select shop, 1D total, 1L days, 2 more from days | 'more' is not declared",
        "select shop, 1D total, current_timestamp() days from days | 'days' has type timestamp, which cannot become long",
        "select shop, array(1) total, 1L days from days | 'total' has type array<int>, which cannot become double",
        "select shop, shop, 1D total, 1L days from days | 'shop' is there twice",
        "select shop, tootal, 1L days from days | UNRESOLVED_COLUMN",
        "selec shop from days | PARSE_SYNTAX_ERROR",
        "select shop, 1D total, 1L days from elsewhere | TABLE_OR_VIEW_NOT_FOUND",
        "select shop, 1D total, 1L days from csv.`/etc/hosts` | csv",
        "drop table days | PARSE_SYNTAX_ERROR",
        "select shop, rand() total, 1L days from days | other rows each time"
      })
  void namesTheTableWhoseQueryCannotBeUsed(String sql, String text) throws Exception {
    TestRun run = run(sql, "");
    assertThatThrownBy(() -> run.step("clean"))
        .isInstanceOf(StepFailedException.class)
        .hasMessageStartingWith("Cannot make table 'totals': ")
        .hasMessageContaining(text)
        .hasMessageNotContaining("\n")
        .hasMessageNotContaining("'Project");
  }

  @Test
  void namesTheTableWhoseQueryFailsOnItsRows() throws Exception {
    TestRun run = run("select shop, assert_true(total < 100) total, 1L days from days", "");
    assertThatThrownBy(() -> run.step("clean"))
        .isInstanceOf(StepFailedException.class)
        .hasMessageStartingWith("Cannot make table 'totals'");
  }

  @Test
  void refusesAQueryWithoutRows() throws Exception {
    TestRun run = run("select shop, total, 1L days from days where total < 0", "");
    assertThatThrownBy(() -> run.step("clean"))
        .hasMessageContaining("Cannot clean table 'totals': it has no rows")
        .hasMessageContaining("'sql'");
  }
}
