package io.millrace.catalog;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Digests what is written, and tells a disk that is full from a source that fails. */
final class CacheWrite extends OutputStream {
  private final OutputStream file;
  private final MessageDigest digest = Digests.start();
  private boolean failed;

  CacheWrite(OutputStream file) {
    this.file = file;
  }

  /** Of all that was written; once. */
  String sha256() {
    return Digests.finish(digest);
  }

  /** Whether the file could not be written. */
  boolean failed() {
    return failed;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      file.write(bytes, offset, length);
    } catch (IOException e) {
      failed = true;
      throw e;
    }
    digest.update(bytes, offset, length);
  }
}
