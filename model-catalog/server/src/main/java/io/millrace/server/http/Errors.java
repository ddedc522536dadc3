package io.millrace.server.http;

import io.millrace.catalog.CatalogException;
import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns what went wrong into an answer, in MLflow's words. */
public final class Errors {
  private Errors() {}

  static Reply reply(ApiException error, String requestId) {
    Reply reply =
        Reply.json(
            error.status(), body(error.code(), String.valueOf(error.getMessage()), requestId));
    for (Map.Entry<String, String> header : error.headers().entrySet()) {
      reply = reply.with(header.getKey(), header.getValue());
    }
    return reply;
  }

  static Map<String, String> body(ErrorCode code, String message, String requestId) {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("error_code", code.name());
    body.put("message", message);
    body.put("request_id", requestId);
    return body;
  }

  /** What a client is told of an exception; of what is not its business no more than that. */
  public static ApiException told(Throwable error) {
    if (error instanceof ApiException api) {
      return api;
    }
    if (error instanceof CatalogException catalog) {
      return new ApiException(code(catalog), String.valueOf(catalog.getMessage()), catalog);
    }
    if (error instanceof IllegalArgumentException && isSentence(error)) {
      return new ApiException(
          ErrorCode.INVALID_PARAMETER_VALUE, String.valueOf(error.getMessage()), error);
    }
    return new ApiException(
        ErrorCode.INTERNAL_ERROR,
        "Cannot answer: an error in the server itself. Its log tells more under the request's id.",
        error);
  }

  /** What the catalog's reasons are to MLflow's clients, which repeat 429, 500 and 503. */
  private static ErrorCode code(CatalogException error) {
    return switch (error.reason()) {
      case NOT_FOUND -> ErrorCode.RESOURCE_DOES_NOT_EXIST;
      case DENIED -> ErrorCode.PERMISSION_DENIED;
      case UNAUTHENTICATED -> ErrorCode.UNAUTHENTICATED;
      case REFUSED -> ErrorCode.INVALID_PARAMETER_VALUE;
      case CONTENTION -> ErrorCode.RESOURCE_CONFLICT;
      case STORAGE, UNREACHABLE -> ErrorCode.TEMPORARILY_UNAVAILABLE;
      case DAMAGED -> ErrorCode.INTERNAL_ERROR;
    };
  }

  private static boolean isSentence(Throwable error) {
    String message = error.getMessage();
    return message != null && message.startsWith("Cannot ");
  }
}
