package io.millrace.server.http;

import io.millrace.server.access.Caller;
import io.millrace.server.access.Callers;
import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests by the routes: who asks, what answers, and what goes wrong. */
public final class Dispatcher extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** As proxies count it: the client is gone, or was told by a broken connection. */
  private static final int BROKEN_OFF = 499;

  private final Router router;
  private final Callers callers;
  private final Pages pages;
  private final Limits limits;
  private final AccessLog accessLog;
  private final Semaphore slots;

  public Dispatcher(
      Router router, Callers callers, Pages pages, Limits limits, AccessLog accessLog) {
    this.router = router;
    this.callers = callers;
    this.pages = pages;
    this.limits = limits;
    this.accessLog = accessLog;
    this.slots = new Semaphore(limits.maxRequests());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    AccessLog.Entry entry = accessLog.begin(request, requestId(request));
    try {
      Outcome outcome = answer(request, response, entry);
      if (outcome instanceof Waiting waiting) {
        waiting.begin(new Channel(request, response, callback, entry));
      } else {
        entry.end(response.getStatus());
        callback.succeeded();
      }
    } catch (IOException | RuntimeException | Error e) {
      breakOff(response, e, entry);
      callback.failed(e);
    }
    return true;
  }

  /** Headers may be gone, so that only a broken connection can tell the client. */
  static void breakOff(Response response, Throwable error, AccessLog.Entry entry) {
    if (!isGone(error)) {
      LOG.error("Request {}: the reply broke off", entry.id(), error);
    }
    entry.end(response.isCommitted() ? BROKEN_OFF : 500);
    if (!response.isCommitted()) {
      // Jetty's error page follows, which must not be taken for the file.
      response.reset();
    }
  }

  private Outcome answer(Request request, Response response, AccessLog.Entry entry)
      throws IOException {
    Router.Found found;
    try {
      found =
          router.find(request.getMethod(), String.valueOf(request.getHttpURI().getDecodedPath()));
    } catch (ApiException e) {
      return write(request, response, told(request, isForPeople(request), e, entry), entry);
    }
    entry.route(found.route());
    if (found.route().open()) {
      return write(request, response, reply(request, found, entry), entry);
    }
    if (!slots.tryAcquire()) {
      return write(request, response, told(request, found.route().page(), busy(), entry), entry);
    }
    try {
      return write(request, response, reply(request, found, entry), entry);
    } finally {
      slots.release();
    }
  }

  private ApiException busy() {
    return ApiException.busy(
        "Cannot answer now: %d requests are being answered (expected fewer). Try again."
            .formatted(limits.maxRequests()));
  }

  private Outcome reply(Request request, Router.Found found, AccessLog.Entry entry) {
    try {
      return found.route().open()
          ? found.route().handler().handle(exchange(request, found, null))
          : identified(request, found, entry);
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return failed(request, found.route(), e, entry);
    }
  }

  private Reply failed(Request request, Route route, Throwable error, AccessLog.Entry entry) {
    return told(request, route.page(), logged(error, entry), entry);
  }

  /** What the client is told; an error of our own is logged. */
  static ApiException logged(Throwable error, AccessLog.Entry entry) {
    ApiException told = Errors.told(error);
    if (told.status() >= 500 && !isMeant(error)) {
      LOG.error("Request {} failed", entry.id(), error);
    }
    return told;
  }

  /**
   * What is not there on purpose, or ends with the server, is no error of it: no log is for that.
   */
  private static boolean isMeant(Throwable error) {
    return error instanceof ApiException api
        && api.getCause() == null
        && (api.code() == ErrorCode.NOT_IMPLEMENTED
            || api.code() == ErrorCode.TEMPORARILY_UNAVAILABLE);
  }

  private Reply told(Request request, boolean page, ApiException error, AccessLog.Entry entry) {
    return page
        ? pages.problem(
            new Exchange(request, Map.of(), Fields.EMPTY, null, limits), error, entry.id())
        : Errors.reply(error, entry.id());
  }

  /** A path that nobody answers is read in a browser if that asks for a page, outside the APIs. */
  private static boolean isForPeople(Request request) {
    String path = String.valueOf(request.getHttpURI().getPath());
    String accept = request.getHeaders().get(HttpHeader.ACCEPT);
    return accept != null
        && accept.contains("text/html")
        && !path.startsWith("/api/")
        && !path.startsWith("/ajax-api/");
  }

  private Outcome identified(Request request, Router.Found found, AccessLog.Entry entry)
      throws IOException {
    Caller caller =
        found.route().asks() == Route.Asks.SESSION
            ? pages.identify(exchange(request, found, null))
            : callers.identify(request.getHeaders().get(HttpHeader.AUTHORIZATION));
    entry.caller(caller.name());
    return found.route().handler().handle(exchange(request, found, caller));
  }

  private Exchange exchange(Request request, Router.Found found, @Nullable Caller caller) {
    return new Exchange(request, found.parameters(), query(request), caller, limits);
  }

  private static Fields query(Request request) {
    try {
      return Request.extractQueryParameters(request);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new ApiException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "Cannot read the query: %s (expected name=value pairs in percent-encoded UTF-8)."
              .formatted(e.getMessage()),
          e);
    }
  }

  /** Writes what there is to write now. */
  private static Outcome write(
      Request request, Response response, Outcome outcome, AccessLog.Entry entry)
      throws IOException {
    if (outcome instanceof Reply reply) {
      head(request, response, reply, entry);
      if (!request.getMethod().equals("HEAD")) {
        // Closed only where all went well: closing ends the reply as if it were whole.
        OutputStream out = Response.asBufferedOutputStream(request, response);
        reply.body().write(out);
        out.close();
      }
    }
    return outcome;
  }

  static void head(Request request, Response response, Reply reply, AccessLog.Entry entry) {
    response.setStatus(reply.status());
    if (!request.consumeAvailable()) {
      // Jetty closes it then: a client that is not told sends its next request in vain.
      response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    }
    response.getHeaders().put("X-Request-Id", entry.id());
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    reply.headers().forEach(response.getHeaders()::put);
    if (reply.length() >= 0) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.length());
    }
  }

  /** The client's own, so that its log and ours can be joined, if it is one that harms no log. */
  private static String requestId(Request request) {
    String given = request.getHeaders().get("X-Request-Id");
    return given != null && REQUEST_ID.matcher(given).matches()
        ? given
        : UUID.randomUUID().toString();
  }

  /** The client has closed, or takes no bytes any more. */
  private static boolean isGone(Throwable error) {
    return isOfTheClient(error) || isOfTheClient(error.getCause());
  }

  private static boolean isOfTheClient(@Nullable Throwable error) {
    return error instanceof EofException || error instanceof TimeoutException;
  }
}
