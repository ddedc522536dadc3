package io.millrace.server.artifact;

import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file (RFC 9110, 14).
 *
 * @param first byte, from 0
 * @param last byte, within the file
 */
record ByteRange(long first, long last) {
  private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * The range that a header asks for; none if the whole file is to be sent, as for headers that are
   * not understood and for several ranges at once.
   *
   * @throws ApiException with status 416 if no byte of the file is in it
   */
  static Optional<ByteRange> parse(String header, long size) {
    Matcher parts = ONE.matcher(header.strip());
    if (!parts.matches() || (parts.group(1).isEmpty() && parts.group(2).isEmpty())) {
      return Optional.empty();
    }
    boolean suffix = parts.group(1).isEmpty();
    long end = parts.group(2).isEmpty() ? size - 1 : Long.parseLong(parts.group(2));
    long first = suffix ? Math.max(0, size - end) : Long.parseLong(parts.group(1));
    long last = suffix ? size - 1 : Math.min(end, size - 1);
    if (!suffix && end < first && !parts.group(2).isEmpty()) {
      return Optional.empty();
    }
    if (first > last) {
      throw ApiException.of(
          ErrorCode.INVALID_PARAMETER_VALUE,
          416,
          "Cannot send bytes '%s': the file has %d bytes.".formatted(header, size),
          Map.of("Content-Range", "bytes */" + size));
    }
    return Optional.of(new ByteRange(first, last));
  }

  long length() {
    return last - first + 1;
  }

  String contentRange(long size) {
    return "bytes %d-%d/%d".formatted(first, last, size);
  }
}
