package io.millrace.jobs.data;

import io.millrace.spec.data.DatasetManifest.ManifestFile;
import io.millrace.spec.target.SplitSpec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folders of a data set with splits: train, valid and test of the first split, and {@link
 * Names#OTHER} for the rows that it does not have.
 */
public final class PartFolders {
  private static final List<String> PARTS =
      Stream.concat(SplitSpec.NAMES.stream(), Stream.of(Names.OTHER)).toList();

  private PartFolders() {}

  /** Gives folders that were written in one pass, by {@link Names#SPLIT}, the contract's names. */
  public static void rename(FileSystem fs, Path data) throws IOException {
    for (String part : PARTS) {
      Path written = new Path(data, Names.SPLIT + "=" + part);
      if (fs.exists(written)) {
        fs.rename(written, new Path(data, part));
      }
    }
  }

  /** The rows of each folder, of the one for others only where there are any. */
  public static Map<String, Long> rows(List<ManifestFile> files) {
    Map<String, Long> rows = new LinkedHashMap<>();
    for (String part : PARTS) {
      long of =
          files.stream()
              .filter(file -> file.path().startsWith(part + "/"))
              .mapToLong(ManifestFile::rows)
              .sum();
      if (of > 0 || !part.equals(Names.OTHER)) {
        rows.put(part, of);
      }
    }
    return rows;
  }
}
