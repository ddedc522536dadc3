package io.millrace.server.artifact;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Keeps the last bytes until it is told that all before were right: a client of a damaged file gets
 * too few bytes, and never a whole file that is wrong.
 */
final class HeldBackOutputStream extends FilterOutputStream {
  private static final int KEPT_BYTES = 1 << 16;

  private final byte[] kept = new byte[KEPT_BYTES];
  private int count;

  HeldBackOutputStream(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (count + length > KEPT_BYTES) {
      out.write(kept, 0, count);
      count = 0;
    }
    int straight = Math.max(0, length - KEPT_BYTES);
    out.write(bytes, offset, straight);
    System.arraycopy(bytes, offset + straight, kept, count, length - straight);
    count += length - straight;
  }

  /** All was right. */
  void release() throws IOException {
    out.write(kept, 0, count);
    count = 0;
  }
}
