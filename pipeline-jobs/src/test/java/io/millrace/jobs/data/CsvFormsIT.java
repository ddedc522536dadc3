package io.millrace.jobs.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.Definitions;
import io.millrace.jobs.TestRun;
import io.millrace.jobs.TestSpark;
import io.millrace.spec.data.Ledger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CSV as it comes: other delimiters, blanks, words for missing values, odd names, many files. */
class CsvFormsIT {
  private static final String TABLES =
      """
      tables {
        odd {
          path = ["%1$s/in/a.csv", "%1$s/in/b.csv"], format = csv, delimiter = ";", trim = true
          missing = "?", file-column = "came from"
          columns {
            "a.b" = double, "a b" = int, "it's" = string
            when = { type = timestamp, pattern = "yyyy-MM-dd'T'HH.mm" }
          }
        }
      }
      clean {
        table = odd
        columns {
          "it's" { pattern { regex = "[^'\\"]*'?[^'\\"]*", policy = null } }
          when { range { min = "2001-01-01T00:00:00", policy = clip } }
          "came from" { allowed { values = [a.csv, b.csv] } }
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void readsTablesThatAreWrittenInTheirOwnWay() throws Exception {
    Path in = Files.createDirectories(folder.resolve("in"));
    String header = "it's ; a.b;unused;when;\"a b\"";
    Files.writeString(
        in.resolve("a.csv"),
        "\uFEFF" + header + "\n x'y ;1.5; ;2001-02-03T04.05; 7\n''; 2e3 ;?;?;8.0\n");
    Files.write(
        in.resolve("b.csv"),
        List.of(header, "?;?;1;2000-12-31T23.59;?", "\"semi;colon\";-1;;;", "z;1;;2001-02-03;1"));
    TestRun run = TestRun.of(folder, Definitions.cleaning(TABLES.formatted(folder), "a.b", "a b"));
    Ledger ledger = run.ledger("clean");
    assertThat(ledger.rejected()).isEqualTo(Map.of("when:cast", 1L));
    assertThat(ledger.changed()).isEqualTo(Map.of("it's:pattern", 1L, "when:range", 1L));
    assertThat(kept(run))
        .containsExactlyInAnyOrder(
            "x'y|1.5|2001-02-03 04:05:00|7|a.csv",
            "-|2000.0|-|8|a.csv",
            "-|-|2001-01-01 00:00:00|-|b.csv",
            "semi;colon|-1.0|-|-|b.csv");
  }

  private static List<String> kept(TestRun run) throws Exception {
    Dataset<String> rows =
        TestSpark.session()
            .read()
            .parquet(run.directory().output("clean") + "/data/all")
            .selectExpr(
                "concat_ws('|', coalesce(`it's`, '-'), coalesce(string(`a.b`), '-'),"
                    + " coalesce(string(when), '-'), coalesce(string(`a b`), '-'), `came from`)")
            .as(org.apache.spark.sql.Encoders.STRING());
    return rows.collectAsList();
  }
}
