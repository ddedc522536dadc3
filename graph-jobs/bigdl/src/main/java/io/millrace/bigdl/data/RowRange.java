package io.millrace.bigdl.data;

import io.millrace.spec.data.DatasetManifest.ManifestFile;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of one file.
 *
 * @param file relative to the data set's folder
 * @param from first row in the file
 * @param to behind the last row
 */
public record RowRange(String file, long from, long to) implements Serializable {
  /** First row of a part when so many rows are shared evenly between parts. */
  public static long begin(long rows, int parts, int part) {
    return rows / parts * part + Math.min(part, rows % parts);
  }

  /** The rows of one part, when the rows of all files are shared evenly between parts. */
  public static List<RowRange> of(List<ManifestFile> files, int parts, int part) {
    long rows = files.stream().mapToLong(ManifestFile::rows).sum();
    long begin = begin(rows, parts, part);
    long end = begin(rows, parts, part + 1);
    List<RowRange> ranges = new ArrayList<>();
    long first = 0;
    for (ManifestFile file : files) {
      long from = Math.max(begin, first);
      long to = Math.min(end, first + file.rows());
      if (from < to) {
        ranges.add(new RowRange(file.path(), from - first, to - first));
      }
      first += file.rows();
    }
    return ranges;
  }
}
