package io.millrace.jobs.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.jobs.Definitions;
import io.millrace.jobs.TestRun;
import io.millrace.jobs.TestSpark;
import io.millrace.jobs.data.SavedDataset;
import io.millrace.spec.data.ColumnProfile;
import io.millrace.spec.data.DatasetManifest.ManifestColumn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manifest of prepared data tells of each column what the files hold. */
class PreparedStatisticsIT {
  private static final int ROWS = 3000;
  private static final long SEED = 41;
  private static final double TOLERANCE = 1e-9;

  private static final String TABLES =
      """
      tables {
        things { path = "%s", format = csv, columns { "the size" = double, price = double } }
      }
      clean { table = things }
      """;

  @TempDir Path folder;

  private Path table() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    List<String> lines = new ArrayList<>(List.of("the size,price"));
    for (int i = 0; i < ROWS; i++) {
      String size = random.nextInt(10) == 0 ? "" : String.valueOf(random.nextInt(50) / 4.0);
      lines.add(size + "," + (100 + random.nextInt(900)));
    }
    return Files.write(folder.resolve("things.csv"), lines);
  }

  private static Row expected(String data, String column) {
    return TestSpark.session()
        .read()
        .parquet(data + "/train", data + "/valid", data + "/test")
        .selectExpr(
            "count(*)",
            "count_if(`%s` is null)".formatted(column),
            "cast(min(`%s`) as string)".formatted(column),
            "cast(max(`%s`) as string)".formatted(column),
            "avg(`%s`)".formatted(column),
            "stddev_pop(`%s`)".formatted(column),
            "count(distinct `%s`)".formatted(column))
        .first();
  }

  @Test
  void describesEveryColumnOverAllSplits() throws Exception {
    TestRun run =
        TestRun.of(folder, Definitions.cleaning(TABLES.formatted(table()), "price", "the size"));
    run.step("clean");
    run.step("features");
    var data = new org.apache.hadoop.fs.Path(run.directory().output("features"), "data");
    SavedDataset prepared = SavedDataset.open(run.directory().storage(), data);
    List<ColumnProfile> statistics = prepared.manifest().statistics();
    assertThat(statistics)
        .extracting(ColumnProfile::column)
        .containsExactlyElementsOf(
            prepared.manifest().columns().stream().map(ManifestColumn::name).toList());
    for (ColumnProfile column : statistics) {
      assertThat(column.count()).isEqualTo(ROWS);
      assertAsFilesSay(column, expected(data.toString(), column.column()));
    }
  }

  private static void assertAsFilesSay(ColumnProfile column, Row files) {
    assertThat(column.count()).isEqualTo(files.getLong(0));
    assertThat(column.nulls()).isEqualTo(files.getLong(1));
    assertThat(column.min()).as(column.column()).isEqualTo(files.getString(2));
    assertThat(column.max()).as(column.column()).isEqualTo(files.getString(3));
    double mean = files.getDouble(4);
    double deviation = files.getDouble(5);
    assertThat(column.mean()).isCloseTo(mean, within(TOLERANCE * (1 + Math.abs(mean))));
    assertThat(column.stddev()).isCloseTo(deviation, within(1e-6 * deviation));
    assertThat(column.distinct())
        .isCloseTo(files.getLong(6), within(2 * column.distinctError() * files.getLong(6)));
    assertThat(column.quantiles()).isEmpty();
    assertThat(column.top()).isEmpty();
  }
}
