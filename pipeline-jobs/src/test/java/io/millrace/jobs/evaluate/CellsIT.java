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
            .add("scores", "array<float>");
    List<Row> rows = new ArrayList<>();
    for (String value : new String[] {"here", "there", "there", null}) {
      rows.add(RowFactory.create(1.0, "b", value, List.of(0.25f, 0.75f)));
    }
    return TestSpark.session().createDataFrame(rows, schema);
  }

  private static List<String> slices(String slice, Task task) {
    return Cells.of(scored(slice), task, List.of(slice), 0.5)
        .where(col("class").equalTo(0))
        .orderBy("by", "value")
        .collectAsList()
        .stream()
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
}
