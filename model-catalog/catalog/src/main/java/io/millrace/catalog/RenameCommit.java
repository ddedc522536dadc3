package io.millrace.catalog;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;

/** HDFS: the name node renames atomically and refuses a name that is taken. */
final class RenameCommit implements CommitStrategy {
  private final FileSystem fileSystem;
  private final Configuration conf;

  RenameCommit(FileSystem fileSystem, Configuration conf) {
    this.fileSystem = fileSystem;
    this.conf = conf;
  }

  @Override
  public boolean createIfAbsent(Path file, byte[] content) throws IOException {
    fileSystem.mkdirs(file.getParent());
    Path temporary = new Path(file.getParent(), "." + UUID.randomUUID() + ".tmp");
    try {
      try (FSDataOutputStream out = fileSystem.create(temporary, false)) {
        out.write(content);
        out.hsync();
      }
      // FileSystem.rename(Path, Path) overwrites on some file systems; this one never does.
      FileContext.getFileContext(file.toUri(), conf).rename(temporary, file, Rename.NONE);
      return true;
    } catch (FileAlreadyExistsException e) {
      fileSystem.delete(temporary, false);
      return false;
    }
  }
}
