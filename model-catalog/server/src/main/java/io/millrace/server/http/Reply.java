package io.millrace.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param length of the body in bytes, or -1 where it is not known
 */
public record Reply(int status, Map<String, String> headers, long length, Body body)
    implements Outcome {
  private static final String CONTENT_TYPE = "Content-Type";

  /**
   * Writes the body once; an exception breaks the connection off, so that nobody takes it whole.
   */
  @FunctionalInterface
  public interface Body {
    void write(OutputStream out) throws IOException;
  }

  public Reply {
    headers = Map.copyOf(headers);
  }

  /** 200 with a value as JSON. */
  public static Reply json(Object value) {
    return json(200, value);
  }

  static Reply json(int status, Object value) {
    return bytes(status, "application/json", Json.bytes(value));
  }

  /** 200 with bytes. */
  public static Reply bytes(String contentType, byte[] content) {
    return bytes(200, contentType, content);
  }

  /** 200 with text in UTF-8. */
  public static Reply text(String contentType, String text) {
    return bytes(contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Reply bytes(int status, String contentType, byte[] content) {
    return new Reply(
        status, Map.of(CONTENT_TYPE, contentType), content.length, out -> out.write(content));
  }

  /** The same with one more header. */
  public Reply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, more, length, body);
  }

  /** The same with another status. */
  public Reply with(int otherStatus) {
    return new Reply(otherStatus, headers, length, body);
  }
}
