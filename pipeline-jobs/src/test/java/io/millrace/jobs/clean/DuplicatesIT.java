package io.millrace.jobs.clean;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.Definitions;
import io.millrace.jobs.TestRun;
import io.millrace.jobs.TestSpark;
import io.millrace.spec.data.Ledger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of equal rows stays depends on their values alone, not on files or their order. */
class DuplicatesIT {
  private static final String TABLES =
      """
      tables {
        things {
          path = "%s/*.csv", format = csv
          columns { key = int, amount = double, note = string }
        }
      }
      clean {
        table = things
        columns { amount { range { max = 100, policy = clip } } }
        duplicates { columns = [%s] }
      }
      """;

  @TempDir Path folder;

  private TestRun run(String columns, List<String> first, List<String> second) throws Exception {
    write("a.csv", first);
    write("b.csv", second);
    return TestRun.of(
        folder, Definitions.cleaning(TABLES.formatted(folder, columns), "amount", "key"));
  }

  private void write(String name, List<String> rows) throws Exception {
    List<String> lines = new ArrayList<>(List.of("key,amount,note"));
    lines.addAll(rows);
    Files.write(folder.resolve(name), lines);
  }

  private static List<String> kept(TestRun run) throws Exception {
    return TestSpark.session()
        .read()
        .parquet(run.directory().output("clean") + "/data/all")
        .orderBy("key")
        .collectAsList()
        .stream()
        .map(row -> row.getAs("key") + "," + row.getAs("amount") + "," + row.getAs("note"))
        .toList();
  }

  private static List<String> rejected(TestRun run) throws Exception {
    List<Row> rows =
        TestSpark.session()
            .read()
            .parquet(run.directory().output("clean") + "/rejected")
            .orderBy("original")
            .collectAsList();
    assertThat(rows).allMatch(row -> row.getAs("reason").equals("row:duplicate"));
    return rows.stream().map(row -> row.<String>getAs("original")).toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void keepsTheSmallestByValueWhereverItStands(boolean smallestFirst) throws Exception {
    List<String> small = List.of("1,3,z", "2,,a");
    List<String> large = List.of("1,9,a", "1,3,zz", "2,1,a");
    TestRun run = run("key", smallestFirst ? small : large, smallestFirst ? large : small);
    assertThat(run.ledger("clean").rejected()).isEqualTo(Map.of("row:duplicate", 3L));
    assertThat(kept(run)).containsExactly("1,3.0,z", "2,null,a");
    assertThat(rejected(run)).containsExactly("1,3,zz", "1,9,a", "2,1,a");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void keepsTheRowThatNoRuleHasChanged(boolean changedFirst) throws Exception {
    List<String> changed = List.of("1,200,a", "2,+7,a");
    List<String> sound = List.of("1,100,a", "2,7,a");
    TestRun run =
        run("key, amount", changedFirst ? changed : sound, changedFirst ? sound : changed);
    Ledger ledger = run.ledger("clean");
    assertThat(ledger.rejected()).isEqualTo(Map.of("row:duplicate", 2L));
    assertThat(ledger.changed()).isEmpty();
    assertThat(rejected(run)).containsExactly("1,200,a", "2,7,a");
  }
}
