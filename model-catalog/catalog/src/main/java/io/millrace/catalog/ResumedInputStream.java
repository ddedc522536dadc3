package io.millrace.catalog;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads on from where a connection broke off. What comes may be of another file by then: its digest
 * tells.
 */
final class ResumedInputStream extends InputStream {
  /** Opens at a byte. */
  @FunctionalInterface
  interface Source {
    InputStream open(long offset) throws IOException;
  }

  private final Source source;
  private final int attempts;
  private InputStream in;
  private long position;
  private int failures;

  /**
   * @param attempts that may fail without a byte in between
   */
  ResumedInputStream(Source source, long offset, int attempts) throws IOException {
    this.source = source;
    this.attempts = attempts;
    this.position = offset;
    this.in = source.open(offset);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (true) {
      try {
        int read = in.read(bytes, offset, length);
        position += Math.max(0, read);
        failures = 0;
        return read;
      } catch (IOException e) {
        failures++;
        if (failures >= attempts) {
          throw e;
        }
        in.close();
        in = source.open(position);
      }
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
