package io.millrace.catalog;

import io.millrace.catalog.CatalogException.Reason;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * How a file comes into being whole, and only if it is absent. The obvious calls do not do this:
 * {@code create(path, false)} and renames on local files let two writers win, and on HDFS a created
 * file is visible while it is empty.
 */
interface CommitStrategy {
  /** Declares, by {@code <prefix><scheme>=rename}, that a scheme has an atomic rename. */
  String CONF_PREFIX = "millrace.catalog.commit.";

  /**
   * @return false if the file was there already
   * @throws IOException if it is not known whether the file was created
   */
  boolean createIfAbsent(Path file, byte[] content) throws IOException;

  /** Called before anything is written. */
  default void requireWritable() {}

  /** The strategy that was measured for the scheme of the root; others can only read. */
  static CommitStrategy of(FileSystem fileSystem, Path root, Configuration conf) {
    String scheme = root.toUri().getScheme();
    if (scheme.equals("file")) {
      return new LinkCommit();
    }
    String declared = conf.getTrimmed(CONF_PREFIX + scheme, "");
    if (scheme.equals("hdfs") || scheme.equals("viewfs") || declared.equals("rename")) {
      return new RenameCommit(fileSystem, conf);
    }
    return new ReadOnly(root, scheme);
  }

  /** Refuses: without a known atomic create, two publishers could get one number. */
  record ReadOnly(Path root, String scheme) implements CommitStrategy {
    @Override
    public boolean createIfAbsent(Path file, byte[] content) {
      throw refused();
    }

    @Override
    public void requireWritable() {
      throw refused();
    }

    private CatalogException refused() {
      return new CatalogException(
          Reason.REFUSED,
          "Cannot write to catalog '%s': file systems of scheme '%s' are read-only here (expected file, hdfs or viewfs). If its FileContext.rename is atomic and never overwrites, set %s%s=rename."
              .formatted(root, scheme, CONF_PREFIX, scheme));
    }
  }
}
