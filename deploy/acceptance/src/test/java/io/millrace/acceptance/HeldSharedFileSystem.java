package io.millrace.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.Path;

/** Shared files whose renames can be {@linkplain Hold held}: so the catalog commits on them. */
public class HeldSharedFileSystem extends SharedFileSystem {
  @Override
  public boolean rename(Path from, Path to) throws IOException {
    Hold.at(getConf(), to);
    return super.rename(from, to);
  }

  /** The same files for {@code FileContext}. */
  public static class Contextual extends DelegateToFileSystem {
    public Contextual(URI uri, Configuration conf) throws IOException, URISyntaxException {
      super(uri, new HeldSharedFileSystem(), conf, "shared", false);
    }
  }
}
