package io.millrace.server.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request cannot be answered; the message goes to the client. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final int status;
  private final transient Map<String, String> headers;

  private ApiException(
      ErrorCode code,
      int status,
      String message,
      Map<String, String> headers,
      @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.status = status;
    this.headers = Map.copyOf(headers);
  }

  public ApiException(ErrorCode code, String message) {
    this(code, code.status(), message, Map.of(), null);
  }

  public ApiException(ErrorCode code, String message, Throwable cause) {
    this(code, code.status(), message, Map.of(), cause);
  }

  /** With headers, or with another status than the code's own. */
  public static ApiException of(
      ErrorCode code, int status, String message, Map<String, String> headers) {
    return new ApiException(code, status, message, headers, null);
  }

  /** A parameter, field or header that cannot be used. */
  public static ApiException invalid(String message) {
    return new ApiException(ErrorCode.INVALID_PARAMETER_VALUE, message);
  }

  /** More at once than the server takes; the client may try again. */
  public static ApiException busy(String message) {
    return of(
        ErrorCode.RESOURCE_EXHAUSTED,
        ErrorCode.RESOURCE_EXHAUSTED.status(),
        message,
        Map.of("Retry-After", "1"));
  }

  public ErrorCode code() {
    return code;
  }

  public int status() {
    return status;
  }

  public Map<String, String> headers() {
    return headers;
  }
}
