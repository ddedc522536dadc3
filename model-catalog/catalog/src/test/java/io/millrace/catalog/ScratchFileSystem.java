package io.millrace.catalog;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/**
 * Local files under the scheme {@code scratch}, which code that knows only local paths cannot open;
 * with a disk that is full after as many bytes per file as {@link #DISK_BYTES} says.
 */
public class ScratchFileSystem extends RawLocalFileSystem {
  static final String DISK_BYTES = "scratch.disk.bytes";

  /** Whether a full disk is told as Hadoop's local file system does, as an Error. */
  static final String AS_ERROR = "scratch.full.as.error";

  /** Whether the first byte of every file is stored wrong. */
  static final String LYING = "scratch.lying";

  private static final URI NAME = URI.create("scratch:///");

  static Configuration conf() {
    Configuration conf = new Configuration();
    conf.set("fs.scratch.impl", ScratchFileSystem.class.getName());
    conf.setBoolean("fs.scratch.impl.disable.cache", true);
    conf.set("fs.AbstractFileSystem.scratch.impl", Contextual.class.getName());
    return conf;
  }

  static Configuration writableConf() {
    Configuration conf = conf();
    conf.set(CommitStrategy.CONF_PREFIX + "scratch", "rename");
    return conf;
  }

  @Override
  public URI getUri() {
    return NAME;
  }

  @Override
  public String getScheme() {
    return "scratch";
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    OutputStream out = super.create(file, overwrite, bufferSize, replication, blockSize, progress);
    long limit = getConf().getLong(DISK_BYTES, Long.MAX_VALUE);
    SmallDisk disk = new SmallDisk(out, limit, getConf().getBoolean(AS_ERROR, false));
    disk.lying = getConf().getBoolean(LYING, false);
    return new FSDataOutputStream(disk, null);
  }

  /** The same files for {@code FileContext}. */
  public static class Contextual extends DelegateToFileSystem {
    public Contextual(URI uri, Configuration conf) throws IOException, URISyntaxException {
      super(uri, new ScratchFileSystem(), conf, "scratch", false);
    }
  }

  /** Hadoop's own Error, with the operating system's own refusal as its cause. */
  private static void writeToFullDevice() throws IOException {
    RawLocalFileSystem local = new RawLocalFileSystem();
    local.initialize(URI.create("file:///"), new Configuration());
    try (OutputStream full = local.create(new Path("/dev/full"), true)) {
      full.write(0);
      full.flush();
    }
  }

  private static final class SmallDisk extends FilterOutputStream {
    private final boolean asError;
    private long left;
    private boolean lying;

    SmallDisk(OutputStream out, long bytes, boolean asError) {
      super(out);
      this.left = bytes;
      this.asError = asError;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (lying && length > 0) {
        bytes = bytes.clone();
        bytes[offset] ^= 1;
      }
      out.write(bytes, offset, (int) Math.min(left, length));
      left -= length;
      if (left < 0) {
        if (asError) {
          writeToFullDevice();
        }
        throw new IOException("No space left on device");
      }
    }
  }
}
