package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.handoff.step.StepFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Input that cannot be used: the message names it, and nothing half-written is left. */
class BadInputIT {
  private static final String SIMPLE = "x = double, y = double, kind = string";

  @TempDir Path folder;

  private TestRun run(String format, String columns, String clean) throws IOException {
    String tables =
        """
        tables { things { path = "%s", format = %s, columns { %s } } }
        clean { table = things, %s }
        """
            .formatted(folder.resolve("in"), format, columns, clean);
    return TestRun.of(folder, Definitions.cleaning(tables, "y", "x"));
  }

  private TestRun csv(String clean, String... lines) throws IOException {
    Files.write(Files.createDirectories(folder.resolve("in")).resolve("a.csv"), List.of(lines));
    return run("csv", SIMPLE, clean);
  }

  private static Dataset<Row> rows(String select) {
    return TestSpark.session().range(100).selectExpr(select.split(";", -1));
  }

  private TestRun parquet(Dataset<Row> rows, String columns) throws IOException {
    rows.coalesce(1).write().parquet(folder.resolve("in").toString());
    return run("parquet", columns, "");
  }

  private static void assertFails(TestRun run, String step, String... texts) throws Exception {
    assertThatThrownBy(() -> run.step(step))
        .isInstanceOf(StepFailedException.class)
        .hasMessageStartingWith("Cannot ")
        .hasMessageContainingAll(texts);
    assertThat(run.directory().done(step)).isEmpty();
    var steps = run.directory().step(step);
    assertThat(run.directory().storage().exists(new org.apache.hadoop.fs.Path(steps, "out")))
        .isFalse();
    assertThat(run.events()).contains("\"event\":\"error\"");
  }

  @Test
  void refusesEmptyFiles() throws Exception {
    assertFails(csv(""), "clean", "'things'", "no rows");
  }

  @Test
  void refusesACsvWithAHeaderOnly() throws Exception {
    assertFails(csv("duplicates { columns = all }", "x,y,kind"), "clean", "'things'", "no rows");
  }

  @Test
  void refusesParquetWithoutRows() throws Exception {
    Dataset<Row> none = rows("cast(id as double) x;1D y;'a' kind").where("x < 0");
    assertFails(parquet(none, SIMPLE), "clean", "'things'", "no rows");
  }

  @Test
  void refusesJsonWithoutRows() throws Exception {
    Files.write(Files.createDirectories(folder.resolve("in")).resolve("a.json"), List.of(" "));
    assertFails(run("json", SIMPLE, ""), "clean", "'things'", "no rows");
  }

  @Test
  void namesTheColumnThatParquetLacks() throws Exception {
    TestRun run = parquet(rows("cast(id as double) x;1D y"), SIMPLE);
    assertFails(run, "clean", "'things'", "'kind'", "x, y");
  }

  @Test
  void namesTheColumnThatACsvLacks() throws Exception {
    assertFails(csv("", "x,y,sort", "1,2,a"), "clean", "'things'", "'kind'", "x, y, sort");
  }

  @Test
  void namesTheFileWhoseHeaderDiffers() throws Exception {
    Files.write(
        Files.createDirectories(folder.resolve("in")).resolve("b.csv"), List.of("y,x,kind"));
    assertFails(csv("", "x,y,kind", "1,2,a"), "clean", "'things'", "b.csv", "'y,x,kind'");
  }

  @Test
  void namesTheColumnOfATypeThatCannotBecomeTheDeclaredOne() throws Exception {
    TestRun run = parquet(rows("array(id) x;1D y;'a' kind"), SIMPLE);
    assertFails(run, "clean", "'x'", "array<bigint>", "double");
  }

  @Test
  void namesTheParquetFileThatWasCut() throws Exception {
    TestRun run = parquet(rows("cast(id as double) x;1D y;'a' kind"), SIMPLE);
    Path file;
    try (var files = Files.list(folder.resolve("in"))) {
      file = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    assertFails(run, "clean", "'things'", file.getFileName().toString());
  }

  @Test
  void refusesATableOfWhichEveryRowIsRejected() throws Exception {
    TestRun run =
        csv("columns { x { range { min = 0 } } }", "x,y,kind", "-1,1,a", "-2,1,b", "z,1,c");
    assertFails(run, "clean", "'things'", "all 3 rows", "x:range", "x:cast", "-1,1,a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "columns { x { cast = fail } }                                | zero,1,a | x:cast",
        "columns { x { required = fail } }                            | ,1,a     | x:required",
        "columns { x { range { max = 9, policy = fail } } }           | 10,1,a   | x:range",
        "columns { kind { pattern { regex = \"[a-z]\", policy = fail } } } | 1,1,B | kind:pattern",
        "columns { kind { allowed { values = [a], policy = fail } } } | 1,1,b    | kind:allowed",
        "duplicates { columns = [x, kind], policy = fail }            | 1,7,a    | row:duplicate"
      })
  void endsTheRunWhereAPolicySaysSo(String clean, String line, String check) throws Exception {
    TestRun run = csv(clean, "x,y,kind", "1,1,a", line);
    assertFails(run, "clean", "'things'", "1 rows break '" + check + "'", line, "rejected");
  }

  @Test
  void keepsBrokenLinesAsTheyWere() throws Exception {
    TestRun run = csv("", "x,y,kind", "1,1,\"a", "2,2,b", "3,\u0000,c", "4,4,\"d, \"\"e\"\"\"");
    assertThat(run.ledger("clean").rejected())
        .isEqualTo(Map.of("line:unbalanced-quote", 1L, "line:nul-character", 1L));
    String path = run.directory().output("clean") + "/rejected";
    assertThat(TestSpark.session().read().parquet(path).select("original").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder("1,1,\"a", "3,\u0000,c");
  }

  @Test
  void readsCompressedCsvWithItsHeader() throws Exception {
    Path file = Files.createDirectories(folder.resolve("in")).resolve("a.csv.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("kind,y,x\na,1,2\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    assertThat(run("csv", SIMPLE, "").ledger("clean").rowsOut()).isEqualTo(1);
  }

  @Test
  void refusesALabelWithOneClass() throws Exception {
    rows("cast(id as double) x;1D y;'a' kind").write().parquet(folder.resolve("in").toString());
    TestRun run = split("split { by = random, train = 0.6, valid = 0.2, test = 0.2 }", "5");
    run.step("clean");
    assertFails(run, "features", "'tested'", "train split", "label 0", "two classes");
  }

  @Test
  void refusesASplitWithoutRows() throws Exception {
    rows("cast(id as double) x;id % 2 y;if(id < 50, 'a', 'b') kind")
        .write()
        .parquet(folder.resolve("in").toString());
    TestRun run =
        split("split { by = value, column = kind, train = [a], valid = [c], test = [b] }", "1");
    run.step("clean");
    assertFails(run, "features", "'tested'", "valid split has no rows");
  }

  @Test
  void refusesRowsOutsideAllSplits() throws Exception {
    rows("cast(id as double) x;id % 2 y;'z' kind").write().parquet(folder.resolve("in").toString());
    TestRun run =
        split("split { by = value, column = kind, train = [a], valid = [c], test = [b] }", "1");
    run.step("clean");
    assertFails(run, "features", "'tested'", "no rows", "split:outside=100");
  }

  @Test
  void refusesAClassThatTheTrainSplitDoesNotHave() throws Exception {
    rows("cast(id as double) x;id % 2 y;if(id < 50, 'a', 'b') kind")
        .write()
        .parquet(folder.resolve("in").toString());
    TestRun run =
        labelled(
            "column = kind, task = multiclass, classes = [a, b, c, d]",
            "split { by = random, train = 0.6, valid = 0.2, test = 0.2 }");
    run.step("clean");
    assertFails(run, "features", "'tested'", "train split has class 'c', 'd'", "label.classes");
  }

  private TestRun split(String split, String atLeast) throws IOException {
    return labelled("column = y, task = binary, at-least = " + atLeast, split);
  }

  private TestRun labelled(String label, String split) throws IOException {
    return TestRun.of(
        folder,
        """
        format = 1
        name = tested
        tables { things { path = "%s", format = parquet, columns { %s } } }
        clean { table = things }
        label { %s }
        %s
        features { x { type = numeric, column = x } }
        models { logistic-regression {} }
        evaluation { gate = ["rocAuc >= 0"] }
        publish { model = "tests/tested", summary = "A test." }
        """
            .formatted(folder.resolve("in"), SIMPLE, label, split));
  }
}
