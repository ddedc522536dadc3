package io.millrace.server.http;

import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Fails at the first byte above a limit. */
final class LimitedInputStream extends FilterInputStream {
  private final long maxBytes;
  private long count;

  LimitedInputStream(InputStream in, long maxBytes) {
    super(in);
    this.maxBytes = maxBytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = readOrRefuse(bytes, offset, length);
    count += Math.max(0, read);
    if (count > maxBytes) {
      throw tooLarge(maxBytes);
    }
    return read;
  }

  /** Whatever ends a body early is the client's matter, and no error of the server. */
  private int readOrRefuse(byte[] bytes, int offset, int length) {
    try {
      return super.read(bytes, offset, length);
    } catch (IOException | RuntimeException e) {
      throw new ApiException(
          ErrorCode.BAD_REQUEST,
          "Cannot read the request's body: it breaks off (expected as many bytes as the headers say).",
          e);
    }
  }

  @Override
  public long skip(long bytes) throws IOException {
    return Math.max(0, read(new byte[(int) Math.min(bytes, 8192)]));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  static ApiException tooLarge(long maxBytes) {
    return ApiException.of(
        ErrorCode.INVALID_PARAMETER_VALUE,
        413,
        "Cannot read the request's body: it is too long (expected at most %d bytes)."
            .formatted(maxBytes),
        Map.of());
  }
}
