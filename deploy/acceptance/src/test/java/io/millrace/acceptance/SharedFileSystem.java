package io.millrace.acceptance;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Files under the scheme {@code shared}, kept below a root folder that only the configuration
 * names: code that takes a path for a local one finds nothing there.
 */
public class SharedFileSystem extends RawLocalFileSystem {
  static final String ROOT = "fs.shared.root";
  private static final URI NAME = URI.create("shared:///");

  @Override
  public URI getUri() {
    return NAME;
  }

  @Override
  public String getScheme() {
    return "shared";
  }

  @Override
  public File pathToFile(Path path) {
    return new File(getConf().get(ROOT), path.toUri().getPath());
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path(NAME.toString());
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    File[] children = pathToFile(path).listFiles();
    if (children == null) {
      return new FileStatus[] {getFileStatus(path)};
    }
    FileStatus[] found = new FileStatus[children.length];
    for (int i = 0; i < children.length; i++) {
      found[i] = getFileStatus(new Path(path, children[i].getName()));
    }
    return found;
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    File file = pathToFile(path);
    if (!file.exists()) {
      throw new java.io.FileNotFoundException("No such file: " + path);
    }
    return new FileStatus(
        file.length(),
        file.isDirectory(),
        1,
        getDefaultBlockSize(path),
        file.lastModified(),
        path.makeQualified(NAME, getWorkingDirectory()));
  }

  /** The same files for {@code FileContext}. */
  public static class Contextual extends DelegateToFileSystem {
    public Contextual(URI uri, Configuration conf) throws IOException, URISyntaxException {
      super(uri, new SharedFileSystem(), conf, "shared", false);
    }
  }
}
