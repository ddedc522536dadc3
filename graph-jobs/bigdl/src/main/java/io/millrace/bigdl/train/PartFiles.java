package io.millrace.bigdl.train;

import io.millrace.bigdl.data.Selection;
import io.millrace.bigdl.data.ShardFiles;
import io.millrace.spec.data.DatasetManifest;
import io.millrace.spec.data.DatasetManifest.ManifestFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Where a part of a split stands, such as its train rows. That of the first split is a folder;
 * those of others are picked from the rows of all folders.
 *
 * @param name of the part
 * @param source how files are read: only rows that count
 * @param files with the number of their rows that count, so that these are shared like any others
 */
record PartFiles(String name, ShardFiles source, List<ManifestFile> files) {
  /**
   * Finds the part; counts its rows where it is no folder.
   *
   * @param number of the split, from 0
   */
  static PartFiles of(
      JavaSparkContext spark,
      ShardFiles source,
      DatasetManifest manifest,
      int number,
      String part) {
    if (number == 0) {
      return new PartFiles(
          part,
          source,
          manifest.files().stream().filter(f -> f.path().startsWith(part + "/")).toList());
    }
    ShardFiles selected = source.selected(Selection.of(number, part));
    List<ManifestFile> all = new ArrayList<>(manifest.files());
    Broadcast<HashMap<String, String>> hadoop = spark.broadcast(Shards.properties(spark));
    try {
      return new PartFiles(
          part,
          selected,
          spark
              .parallelize(all, all.size())
              .map(file -> counted(file, selected, hadoop.value()))
              .collect());
    } finally {
      hadoop.destroy();
    }
  }

  private static ManifestFile counted(
      ManifestFile file, ShardFiles selected, HashMap<String, String> hadoop) throws IOException {
    long rows = selected.count(file.path(), Shards.configuration(hadoop));
    return new ManifestFile(file.path(), rows, file.bytes(), file.sha256());
  }

  long rows() {
    return files.stream().mapToLong(ManifestFile::rows).sum();
  }
}
