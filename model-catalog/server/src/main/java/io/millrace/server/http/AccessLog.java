package io.millrace.server.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line of JSON for every request that a client is answered, and a word to an observer. */
public final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.millrace.server.access");
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final int MAX_PATH = 500;

  private final RequestObserver observer;

  public AccessLog(RequestObserver observer) {
    this.observer = observer;
  }

  Entry begin(Request request, String id) {
    return new Entry(request, id);
  }

  /** One line, as it comes into being. */
  final class Entry {
    private final Request request;
    private final String id;
    private final long beginNanos = System.nanoTime();
    private String route = "unknown";
    private String caller = "";

    private Entry(Request request, String id) {
      this.request = request;
      this.id = id;
    }

    String id() {
      return id;
    }

    void route(Route found) {
      route = found.template();
    }

    void caller(String name) {
      caller = name;
    }

    void end(int status) {
      double seconds = (System.nanoTime() - beginNanos) / 1e9;
      // Methods are the client's own words: as a label each would be a series of its own.
      String method = METHODS.contains(request.getMethod()) ? request.getMethod() : "other";
      observer.answered(method, route, status, seconds);
      if (LOG.isInfoEnabled()) {
        LOG.info(Json.line(fields(status, seconds)));
      }
    }

    /** Never the query: it may hold what nobody should find in a log. */
    private Map<String, Object> fields(int status, double seconds) {
      String path = String.valueOf(request.getHttpURI().getPath());
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("request", id);
      fields.put("from", Request.getRemoteAddr(request));
      fields.put("caller", caller);
      fields.put("method", request.getMethod());
      fields.put("path", path.length() <= MAX_PATH ? path : path.substring(0, MAX_PATH));
      fields.put("status", status);
      fields.put("ms", Math.round(seconds * 1e4) / 10.0);
      return fields;
    }
  }
}
