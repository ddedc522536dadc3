package io.millrace.jobs.graph;

import io.millrace.handoff.Storage;
import io.millrace.jobs.StepContext;
import io.millrace.jobs.measures.Between;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Tables between the parts of the job, as files: each is made once and may be read often. */
record Scratch(SparkSession spark, Storage storage, Path folder) implements Between {
  static Scratch of(StepContext context) {
    return new Scratch(context.spark(), context.storage(), new Path(context.work(), "between"));
  }

  @Override
  public Dataset<Row> keep(String name, Dataset<Row> rows) {
    String path = new Path(folder, name).toString();
    rows.write().parquet(path);
    return spark.read().schema(rows.schema()).parquet(path);
  }

  @Override
  public void drop(String name) throws IOException {
    storage.fs(folder).delete(new Path(folder, name), true);
  }

  /** Removes all of them. */
  void remove() throws IOException {
    storage.fs(folder).delete(folder, true);
  }
}
