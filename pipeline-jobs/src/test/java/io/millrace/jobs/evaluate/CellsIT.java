package io.millrace.jobs.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.TestSpark;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellsIT {
  private static Dataset<Row> scored(String slice) {
    StructType schema =
        new StructType()
            .add("label", "double")
            .add("block", "string")
            .add("slice_" + slice, "string")
            .add(OnnxScores.column(0), "array<float>")
            .add(OnnxScores.column(1), "array<float>");
    List<Row> rows = new ArrayList<>();
    for (String value : new String[] {"here", "there", "there", null}) {
      rows.add(RowFactory.create(1.0, "b", value, List.of(0.25f, 0.75f), List.of(0.75f, 0.25f)));
    }
    return TestSpark.session().createDataFrame(rows, schema);
  }

  private static List<Row> cells(Dataset<Row> scored, String slice, Task task) {
    return Cells.of(Cells.byModel(scored, List.of(0.5, 0.9)), task, List.of(slice))
        .where(col("class").equalTo(0))
        .orderBy("model", "by", "value")
        .collectAsList();
  }

  private static List<String> slices(String slice, Task task) {
    return cells(scored(slice), slice, task).stream()
        .filter(row -> row.<Integer>getAs("model") == 0)
        .map(row -> row.getAs("by") + "|" + row.getAs("value") + "|" + row.getAs("rows"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zone", "zone.name", "the `zone`.name", "zone name"})
  void countsByColumnsOfAnyName(String slice) {
    assertThat(slices(slice, Task.BINARY))
        .containsExactly("all||4", slice + "|(none)|1", slice + "|here|1", slice + "|there|2");
  }

  @ParameterizedTest
  @EnumSource(Task.class)
  void countsForEveryTask(Task task) {
    assertThat(slices("the `zone`.name", task)).hasSize(4);
  }

  @Test
  void countsEachModelByItsOwnScoresAndThreshold() {
    List<Row> all =
        cells(scored("zone"), "zone", Task.BINARY).stream()
            .filter(row -> row.getAs("by").equals(Cells.ALL))
            .toList();
    assertThat(all).extracting(row -> row.<Double>getAs("p")).containsExactly(4 * 0.25, 4 * 0.75);
    assertThat(all).extracting(row -> row.<Boolean>getAs("predicted")).containsOnly(false);
    List<Row> lower =
        Cells.of(Cells.byModel(scored("zone"), List.of(0.2, 0.9)), Task.BINARY, List.of())
            .orderBy("model")
            .collectAsList();
    assertThat(lower)
        .extracting(row -> row.<Boolean>getAs("predicted"))
        .containsExactly(true, false);
  }

  @Test
  void poolsValuesThatFewRowsHave() {
    String slice = "the `zone`.name";
    // 4 rows become 2,048: 1,024 there, 512 here and 512 of none.
    Dataset<Row> many = scored(slice).crossJoin(TestSpark.session().range(512).toDF()).drop("id");
    List<String> found =
        Cells.of(
                Cells.byModel(Slices.pooled(many, List.of(slice)), List.of(0.5, 0.5)),
                Task.BINARY,
                List.of(slice))
            .where(col("model").equalTo(1))
            .orderBy("by", "value")
            .collectAsList()
            .stream()
            .map(row -> row.getAs("by") + "|" + row.getAs("value") + "|" + row.getAs("rows"))
            .toList();
    assertThat(found)
        .containsExactlyInAnyOrder("all||2048", slice + "|(pooled)|1024", slice + "|there|1024");
  }
}
