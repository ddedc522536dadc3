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
    int read = super.read();
    return read < 0 ? read : (int) counted(1, read);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    return read < 0 ? read : (int) counted(read, read);
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = super.skip(bytes);
    return counted(skipped, skipped);
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private long counted(long bytes, long result) {
    count += bytes;
    if (count > maxBytes) {
      throw tooLarge(maxBytes);
    }
    return result;
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
