package io.millrace.jobs.data;

import io.millrace.handoff.Digests;
import io.millrace.spec.data.DatasetManifest.ManifestFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Rows, bytes and digests of written Parquet files, computed where the executors are. */
public final class DatasetFiles {
  private DatasetFiles() {}

  /** All Parquet files below a folder, by their relative paths. */
  public static List<ManifestFile> of(SparkSession spark, Path folder) throws IOException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    FileSystem fs = folder.getFileSystem(hadoop);
    String base = fs.makeQualified(folder).toString();
    List<String> names = new ArrayList<>();
    for (FileStatus file : Digests.inputFiles(List.of(base), hadoop)) {
      names.add(file.getPath().toString().substring(base.length() + 1));
    }
    if (names.isEmpty()) {
      return List.of();
    }
    var configuration = context.broadcast(new SerializableConfiguration(hadoop));
    List<ManifestFile> files =
        context
            .parallelize(names, names.size())
            .map(name -> describe(new Path(base, name), name, configuration.value().value()))
            .collect();
    return files.stream().sorted(Comparator.comparing(ManifestFile::path)).toList();
  }

  private static ManifestFile describe(Path file, String name, Configuration hadoop)
      throws IOException {
    FileSystem fs = file.getFileSystem(hadoop);
    long bytes = fs.getFileStatus(file).getLen();
    long rows;
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
      rows = reader.getRecordCount();
    }
    return new ManifestFile(name, rows, bytes, Digests.ofFile(fs, file));
  }
}
