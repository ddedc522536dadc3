package io.millrace.jobs.data;

import io.millrace.handoff.PreparedFiles;
import io.millrace.handoff.Storage;
import io.millrace.spec.data.DatasetManifest;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A data set that a step has written: Parquet files and their manifest. */
public record SavedDataset(Path folder, DatasetManifest manifest) {
  /** The one split of a data set that is not split. */
  public static final String ALL = "all";

  /**
   * Opens a data set.
   *
   * @throws IOException if it has no manifest, which means that it is not whole
   */
  public static SavedDataset open(Storage storage, Path folder) throws IOException {
    return new SavedDataset(folder, PreparedFiles.manifest(storage, folder));
  }

  /** Writes the manifest: from here on the folder is a data set. */
  public static void finish(Storage storage, Path folder, DatasetManifest manifest)
      throws IOException {
    storage.writeJson(new Path(folder, "manifest.json"), manifest);
  }

  /** The rows of a split. */
  public Dataset<Row> rows(SparkSession spark, String split) {
    return spark.read().parquet(new Path(folder, split).toString());
  }
}
