package io.millrace.jobs.train;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.millrace.jobs.data.Names;
import io.millrace.spec.model.ClassWeights;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.target.LabelSpec;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What a trainer works with. */
record TrainingData(
    ModelSpec model, LabelSpec label, ModelInputs inputs, Dataset<Row> train, Dataset<Row> valid) {
  static final String WEIGHT = "weight";

  boolean weighted() {
    return model.classWeights() == ClassWeights.BALANCED;
  }

  /** Vectors with the weight of each row's class, where classes are weighted. */
  Dataset<Row> withWeights(Dataset<Row> vectors) {
    if (!weighted()) {
      return vectors;
    }
    List<Row> counts = train.groupBy(Names.LABEL).count().collectAsList();
    double rows = counts.stream().mapToLong(r -> r.getLong(1)).sum();
    Column weight = lit(1.0);
    for (Row count : counts) {
      double share = rows / (counts.size() * (double) count.getLong(1));
      weight =
          when(col(Vectors.LABEL).equalTo((double) count.getFloat(0)), share).otherwise(weight);
    }
    return vectors.withColumn(WEIGHT, weight);
  }
}
