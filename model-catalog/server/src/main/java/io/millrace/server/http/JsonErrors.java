package io.millrace.server.http;

import io.millrace.server.api.ErrorCode;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What Jetty answers by itself, such as to a request that is no HTTP, in the form of all others.
 */
public final class JsonErrors extends ErrorHandler {
  private static final HttpField JSON = new HttpField(HttpHeader.CONTENT_TYPE, "application/json");

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    response.getHeaders().put(JSON);
    response.write(true, ByteBuffer.wrap(body(status, message)), callback);
  }

  private static byte[] body(int status, @Nullable String message) {
    ErrorCode code =
        switch (status) {
          case 404 -> ErrorCode.ENDPOINT_NOT_FOUND;
          case 503 -> ErrorCode.TEMPORARILY_UNAVAILABLE;
          default -> status < 500 ? ErrorCode.BAD_REQUEST : ErrorCode.INTERNAL_ERROR;
        };
    String found = message == null ? "" : message;
    return Json.bytes(
        Errors.body(code, "Cannot read the request: %s (HTTP %d).".formatted(found, status), ""));
  }
}
