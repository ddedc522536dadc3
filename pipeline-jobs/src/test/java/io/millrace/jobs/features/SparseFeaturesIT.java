package io.millrace.jobs.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.handoff.step.StepFailedException;
import io.millrace.jobs.TestRun;
import io.millrace.jobs.TestSpark;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sparse rows as prepared columns, and columns that give the label away. */
class SparseFeaturesIT {
  private static final int ROWS = 600;

  private static final String DEFINITION =
      """
      format = 1
      name = sparse
      tables {
        papers { path = "%s/papers", format = parquet, columns { words = string, cited = int, stamp = string, y = int } }
      }
      clean { table = papers }
      label { column = y, task = binary, at-least = 1 }
      split { by = random, train = 0.5, valid = 0.25, test = 0.25, seed = 2 }
      features {
        words { type = sparse, column = words, width = %d }
        cited { type = numeric, column = cited }
        stamp { type = index, column = stamp }
      }
      models { logistic-regression { features = [cited] } }
      evaluation { gate = ["rocAuc >= 0"] }
      publish { model = "tests/sparse", summary = "A test." }
      """;

  @TempDir Path folder;

  private TestRun run(int width) throws Exception {
    TestSpark.session()
        .range(ROWS)
        .selectExpr(
            "if(id % 10 = 0, null, concat(id % 50, ':1.5 ', 50 + id, ':-2')) words",
            "cast(id as int) cited",
            "if(hash(id) % 2 = 0, 'accepted', 'refused') stamp",
            "cast(hash(id) % 2 = 0 as int) y")
        .coalesce(1)
        .write()
        .parquet(folder.resolve("papers").toString());
    TestRun run = TestRun.of(folder, DEFINITION.formatted(folder, width));
    run.step("clean");
    return run;
  }

  @Test
  void writesColumnsAndValues() throws Exception {
    TestRun run = run(50 + ROWS);
    run.step("features");
    var features = run.directory().output("features");
    List<Row> rows =
        TestSpark.session()
            .read()
            .parquet(features + "/data/train", features + "/data/valid", features + "/data/test")
            .collectAsList();
    assertThat(rows).hasSize(ROWS);
    for (Row row : rows) {
      // One file and one task: rows keep their order, and their numbers are their ids.
      int id = (int) (long) row.<Long>getAs("__row");
      boolean none = id % 10 == 0;
      assertThat(row.getList(row.fieldIndex("words_columns")))
          .isEqualTo(none ? List.of() : List.of(id % 50, 50 + id));
      assertThat(row.getList(row.fieldIndex("words_values")))
          .isEqualTo(none ? List.of() : List.of(1.5f, -2f));
    }
    assertThat(run.events())
        .contains("Column 'stamp', which features use, alone decides the label from 'y'")
        .doesNotContain("Column 'cited'");
  }

  @Test
  void namesRowsWithColumnsOutsideTheWidth() throws Exception {
    TestRun run = run(50 + ROWS - 1);
    assertThatThrownBy(() -> run.step("features"))
        .isInstanceOf(StepFailedException.class)
        .hasMessageStartingWith("Cannot make feature 'words': 1 rows of column 'words'")
        .hasMessageContainingAll(
            "row 599 has '49:1.5 649:-2'", "expected index:value", "width 649");
  }
}
