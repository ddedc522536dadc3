package io.millrace.jobs.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import io.millrace.catalog.Signature;
import io.millrace.jobs.data.Names;
import io.millrace.jobs.features.Targets;
import io.millrace.jobs.score.RowTensors;
import io.millrace.spec.PipelineDefinition;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows of the test split in memory: the label as a number, then the raw columns that any of the
 * models reads, each once and in the form that {@link RowTensors} takes.
 *
 * @param inputs names of the raw columns in their order
 */
record SampledRows(List<Row> rows, List<String> inputs) implements Serializable {
  /** The rows whose hashes are smallest: it does not matter how they are spread over files. */
  static SampledRows of(
      Dataset<Row> cleaned, PipelineDefinition definition, List<Candidate> models) {
    Map<String, Column> columns = new LinkedHashMap<>();
    for (Candidate model : models) {
      for (Signature.Input input : model.signature().inputs()) {
        columns.putIfAbsent(
            input.name(),
            RowTensors.form(input, Names.column(input.name())).as("__in_" + columns.size()));
      }
    }
    List<Column> selected = new ArrayList<>();
    selected.add(col(Names.LABEL).cast("double").as("label"));
    selected.addAll(columns.values());
    List<Row> rows =
        Targets.add(cleaned, definition)
            .where(col(Names.LABEL).isNotNull().and(col(Names.SPLIT).equalTo("test")))
            .orderBy(xxhash64(lit(definition.evaluation().seed()), col(Names.ROW)), col(Names.ROW))
            .limit(definition.evaluation().importance().rows())
            .select(selected.toArray(Column[]::new))
            .collectAsList();
    return new SampledRows(rows, List.copyOf(columns.keySet()));
  }

  double label(int row) {
    return rows.get(row).getDouble(0);
  }

  /** Where a model's inputs stand in the rows. */
  RowTensors tensors(Signature signature) {
    return RowTensors.of(
        signature,
        signature.inputs().stream().mapToInt(input -> 1 + inputs.indexOf(input.name())).toArray());
  }
}
