package io.millrace.catalog;

import io.millrace.catalog.CatalogException.Reason;
import java.io.IOException;
import java.time.Clock;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * Where a catalog lies, and what its principals share.
 *
 * @param local whether it is a folder of this machine
 */
record Site(
    String root,
    boolean local,
    LogFiles logFiles,
    CommitLog log,
    ArtifactStore store,
    Refusals refusals) {
  static Site open(String root, Configuration conf) {
    if (RemoteCatalog.isAddress(root)) {
      throw new IllegalArgumentException(
          "Cannot open catalog '%s' to write to it: it is the address of a server (expected a root on a file system). Servers are read here, and take publications through MLflow's API."
              .formatted(root));
    }
    try {
      FileSystem fileSystem = unchecked(new Path(root).getFileSystem(conf));
      Path qualified = fileSystem.makeQualified(new Path(root));
      return of(qualified, fileSystem, CommitStrategy.of(fileSystem, qualified, conf));
    } catch (IOException e) {
      throw new CatalogException(
          Reason.STORAGE, "Cannot open catalog '%s': %s.".formatted(root, e.getMessage()), e);
    }
  }

  /** For tests of what happens between upload and commit. */
  static Site open(String root, Configuration conf, CommitStrategy strategy) throws IOException {
    FileSystem fileSystem = unchecked(new Path(root).getFileSystem(conf));
    return of(fileSystem.makeQualified(new Path(root)), fileSystem, strategy);
  }

  private static Site of(Path root, FileSystem fileSystem, CommitStrategy strategy) {
    LogFiles logFiles = new LogFiles(fileSystem, root, strategy);
    return new Site(
        root.toString(),
        fileSystem instanceof RawLocalFileSystem,
        logFiles,
        new CommitLog(logFiles),
        new ArtifactStore(fileSystem, root),
        new Refusals(Clock.systemUTC()));
  }

  /** Hadoop's hidden .crc files beside local files would only repeat what the manifests do. */
  private static FileSystem unchecked(FileSystem fileSystem) {
    return fileSystem instanceof LocalFileSystem local ? local.getRawFileSystem() : fileSystem;
  }

  /** The user whom the file system sees, which on HDFS with Kerberos is not for them to choose. */
  static String user() {
    try {
      return UserGroupInformation.getCurrentUser().getShortUserName();
    } catch (IOException e) {
      throw new CatalogException(
          Reason.STORAGE,
          "Cannot open the catalog: it is not known who asks: %s.".formatted(e.getMessage()),
          e);
    }
  }
}
