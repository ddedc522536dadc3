package io.millrace.jobs.clean;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get_json_object;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.Definitions;
import io.millrace.jobs.TestRun;
import io.millrace.jobs.TestSpark;
import io.millrace.jobs.data.Names;
import io.millrace.spec.data.Ledger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of damage that a format can hold, in known numbers: all of it is accounted for. */
class DirtyTableIT {
  private static final int ROWS = 20_000;
  private static final long SEED = 20_010_630;

  private static final String TABLES =
      """
      tables {
        orders {
          path = "%1$s/orders", format = %2$s
          columns {
            id = long, time = timestamp, day = { type = date, pattern = "dd.MM.yyyy" }
            amount = double, quantity = int, discount = float, express = boolean, code = string
            country = string, channel = string, customer = string, "ship to.city" = string
          }
        }
        countries { path = "%1$s/countries.csv", format = csv, columns { iso = string } }
      }
      clean {
        table = orders
        columns {
          time { range { min = "1969-01-01T00:00:00", max = "2101-01-01T00:00:00" } }
          day { range { min = "1900-01-01" } }
          amount { range { min = 0, max = 1000, policy = reject }, required = reject }
          quantity { range { min = 1, max = 100, policy = clip } }
          discount { cast = null, range { max = 0.9, policy = null } }
          express { cast = null }
          code { pattern { regex = "[A-Z]{2}'[0-9]{3}" } }
          country { reference { table = countries, column = iso } }
          channel { allowed { values = [web, shop, "by phone"], policy = null } }
          customer { required = reject }
          "ship to.city" { pattern { regex = "[^0-9]*", policy = null } }
        }
        duplicates { columns = all }
      }
      """;

  @TempDir Path folder;

  private TestRun run(String format) throws Exception {
    List<String> countries = new ArrayList<>(List.of("iso"));
    countries.addAll(Orders.COUNTRIES);
    Files.write(folder.resolve("countries.csv"), countries);
    return TestRun.of(
        folder, Definitions.cleaning(TABLES.formatted(folder, format), "amount", "quantity"));
  }

  private static Corrupter corrupter() {
    return new Corrupter(Orders.sound(ROWS, SEED), SEED);
  }

  @Test
  void accountsForEveryDamagedRowOfCsv() throws Exception {
    Corrupter dirty =
        corrupter()
            .damage(Damage.text())
            .damageLines("line:unbalanced-quote", line -> line.replaceFirst(",", ",\""))
            .damageLines("line:nul-character", line -> line.replaceFirst("'", "\u0000"))
            .damageLines("line:nul-character", line -> "\u0000" + line)
            .damageLines("line:nul-character", line -> line + "\u0000")
            .damageLines("line:not-a-record", line -> line + ",one too many")
            .damageLines("line:not-a-record", line -> line.substring(0, line.indexOf(',')))
            .duplicate();
    List<String> lines = OrderFiles.csvLines(dirty.rows);
    String header = String.join(",", Orders.COLUMNS);
    OrderFiles.writeLines(folder.resolve("orders"), List.of(header), lines);
    assertAllAccountedFor(run("csv"), dirty, lines);
  }

  @Test
  void accountsForEveryDamagedRowOfJson() throws Exception {
    Corrupter dirty =
        corrupter()
            .damage(Damage.text())
            .damageLines("line:nul-character", line -> line.replaceFirst("'", "\u0000"))
            .damageLines("line:not-a-record", line -> line.substring(0, line.length() / 2))
            .damageLines("line:not-a-record", line -> line.replaceFirst("\"", ""))
            .duplicate();
    List<String> lines = OrderFiles.jsonLines(dirty.rows);
    OrderFiles.writeLines(folder.resolve("orders"), List.of(), lines);
    assertAllAccountedFor(run("json"), dirty, lines);
  }

  @Test
  void accountsForEveryDamagedRowOfParquet() throws Exception {
    assertTypedAccountedFor("parquet");
  }

  @Test
  void accountsForEveryDamagedRowOfOrc() throws Exception {
    assertTypedAccountedFor("orc");
  }

  private void assertTypedAccountedFor(String format) throws Exception {
    Corrupter dirty = corrupter().damage(Damage.typed()).duplicate();
    OrderFiles.writeTyped(folder.resolve("orders"), format, dirty.rows);
    assertAllAccountedFor(run(format), dirty, null);
  }

  private static void assertAllAccountedFor(TestRun run, Corrupter dirty, List<String> lines)
      throws Exception {
    Ledger ledger = run.ledger("clean");
    assertThat(new TreeMap<>(ledger.rejected())).isEqualTo(dirty.rejected);
    assertThat(new TreeMap<>(ledger.changed())).isEqualTo(dirty.changed);
    assertThat(ledger.rowsIn()).isEqualTo(dirty.rows.size());
    assertThat(ledger.rowsOut()).isEqualTo(dirty.kept.size());
    assertThat(ledger.rowsOut() + ledger.rowsRejected()).isEqualTo(ledger.rowsIn());
    assertThat(kept(run)).isEqualTo(dirty.kept);
    assertRejectedRows(run, dirty, lines);
  }

  private static Dataset<Row> read(TestRun run, String what) throws Exception {
    String path = run.directory().output("clean") + "/" + what;
    return TestSpark.session().read().parquet(path);
  }

  private static Map<String, List<String>> kept(TestRun run) throws Exception {
    Column[] text =
        Orders.COLUMNS.stream().map(c -> Names.column(c).cast("string")).toArray(Column[]::new);
    Map<String, List<String>> kept = new TreeMap<>();
    for (Row row : read(run, "data/all").select(text).collectAsList()) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(row.getString(i));
      }
      kept.put(row.getString(0), values);
    }
    return kept;
  }

  /** Rejected rows of text keep their line, others all their values. */
  private static void assertRejectedRows(TestRun run, Corrupter dirty, List<String> lines)
      throws Exception {
    List<String> expected = new ArrayList<>();
    dirty.reasons.forEach(
        (row, reason) ->
            expected.add(
                reason
                    + " "
                    + (lines == null ? dirty.rows.get(row).values.get("id") : lines.get(row))));
    List<String> found = new ArrayList<>();
    Dataset<Row> rejected =
        read(run, "rejected")
            .select(
                col("reason"),
                lines == null ? get_json_object(col("original"), "$.id") : col("original"),
                col("reasons"));
    for (Row row : rejected.collectAsList()) {
      found.add(row.getString(0) + " " + row.getString(1));
      assertThat(row.<String>getList(2)).startsWith(row.getString(0));
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
  }
}
