package io.millrace.spec.data;

import java.util.List;
import java.util.Map;

/**
 * {@code manifest.json} of a folder of Parquet files, written last: a folder without one is not a
 * data set.
 *
 * @param version of the format
 * @param columns the schema with roles
 * @param files all files with their digests, paths relative to the folder
 * @param rows by split ({@code all} where there are no splits)
 * @param split how it was split, in words; empty where it was not
 * @param madeFrom digests of what it was made from: inputs, definition, code
 * @param statistics per column, see {@link ColumnProfile}
 */
public record DatasetManifest(
    int version,
    List<ManifestColumn> columns,
    List<ManifestFile> files,
    Map<String, Long> rows,
    String split,
    Map<String, String> madeFrom,
    List<ColumnProfile> statistics) {
  public static final int VERSION = 1;

  public DatasetManifest {
    columns = List.copyOf(columns);
    files = List.copyOf(files);
    statistics = List.copyOf(statistics);
  }

  /** What a column is for. */
  public enum Role {
    KEY,
    FEATURE,
    LABEL,
    TIME,
    WEIGHT,
    /** Cleaned input. */
    RAW
  }

  /**
   * A column.
   *
   * @param type the Parquet-level type: string, int, long, float, double, boolean, timestamp, date
   * @param cardinality of an index feature, 0 otherwise
   */
  public record ManifestColumn(String name, String type, Role role, int cardinality) {}

  /** A file of the data set. */
  public record ManifestFile(String path, long rows, long bytes, String sha256)
      implements java.io.Serializable {}
}
