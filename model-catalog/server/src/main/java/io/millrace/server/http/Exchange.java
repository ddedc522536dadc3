package io.millrace.server.http;

import io.millrace.catalog.Catalog;
import io.millrace.server.access.Caller;
import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import org.jspecify.annotations.Nullable;

/** A request that is being answered, by one thread. */
public final class Exchange {
  private static final Pattern JSON =
      Pattern.compile("application/json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern FORM =
      Pattern.compile("application/x-www-form-urlencoded\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

  private final Request request;
  private final Map<String, String> path;
  private final Fields query;
  private final @Nullable Caller caller;
  private final Limits limits;

  Exchange(
      Request request,
      Map<String, String> path,
      Fields query,
      @Nullable Caller caller,
      Limits limits) {
    this.request = request;
    this.path = path;
    this.query = query;
    this.caller = caller;
    this.limits = limits;
  }

  /** Who asks; of routes that are open nobody is asked. */
  public Caller caller() {
    if (caller == null) {
      throw new IllegalStateException("An open route asks nobody who they are");
    }
    return caller;
  }

  /** The catalog, as the caller sees it. */
  public Catalog catalog() {
    return caller().catalog();
  }

  /**
   * The same, for changes.
   *
   * @throws ApiException if nobody may change it
   */
  public Catalog writableCatalog() {
    return caller().writable();
  }

  /** The parameter of the route's template. */
  public String path(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalStateException("The route has no parameter " + name);
    }
    return value;
  }

  /** A parameter of the query, if it is there. */
  public Optional<String> query(String name) {
    return Optional.ofNullable(query.getValue(name));
  }

  /** All values of a parameter, which MLflow's clients also write with brackets. */
  public List<String> queries(String name) {
    List<String> values = new ArrayList<>(query.getValuesOrEmpty(name));
    values.addAll(query.getValuesOrEmpty(name + "[]"));
    return values;
  }

  /** A parameter that must be there. */
  public String required(String name) {
    return query(name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(
            () ->
                ApiException.invalid(
                    "Cannot answer: parameter '%s' is missing (expected a value)."
                        .formatted(name)));
  }

  /** A header, if it is there. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  /** A cookie, if it is there. */
  public Optional<String> cookie(String name) {
    return Request.getCookies(request).stream()
        .filter(cookie -> cookie.getName().equals(name))
        .map(HttpCookie::getValue)
        .findFirst();
  }

  /** Whether the connection is encrypted. */
  public boolean secure() {
    return request.isSecure();
  }

  /** Host and port as the client named them, and as a browser writes them in an origin. */
  public String authority() {
    String host = String.valueOf(Request.getServerName(request));
    int port = Request.getServerPort(request);
    int usual = secure() ? 443 : 80;
    return port == usual || port <= 0 ? host : host + ":" + port;
  }

  /** Whether it changes nothing. */
  public boolean isRead() {
    return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
  }

  /** Path and query, as they were sent. */
  public String target() {
    return request.getHttpURI().getPathQuery();
  }

  /** The fields of an HTML form within the limit; of one that stands twice, the first. */
  public Map<String, String> form() throws IOException {
    String type = header("Content-Type").orElse("nothing");
    if (!FORM.matcher(type).matches()) {
      throw unsupported(type, "application/x-www-form-urlencoded");
    }
    try (InputStream body = body(limits.maxJsonBytes())) {
      Map<String, String> fields = new LinkedHashMap<>();
      String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      UrlEncoded.decodeTo(text, fields::putIfAbsent, StandardCharsets.UTF_8);
      return fields;
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new ApiException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "Cannot read the form: %s (expected name=value pairs in percent-encoded UTF-8)."
              .formatted(e.getMessage()),
          e);
    }
  }

  /** The body, if it is a JSON object within the limit. */
  public Fieldset json() throws IOException {
    requireJson();
    try (InputStream body = body(limits.maxJsonBytes())) {
      return new Fieldset(Json.object(body));
    }
  }

  /**
   * Goes on only if the body is said to be JSON. A web page can make a browser post anything else
   * to a server of this machine without asking first.
   */
  public void requireJson() {
    String type = header("Content-Type").orElse("nothing");
    if (!JSON.matcher(type).matches()) {
      throw unsupported(type, "application/json");
    }
  }

  private static ApiException unsupported(String found, String expected) {
    return ApiException.of(
        ErrorCode.BAD_REQUEST,
        415,
        "Cannot read the request's body: its Content-Type is '%s' (expected %s)."
            .formatted(found, expected),
        Map.of());
  }

  /**
   * The body, which fails as soon as it is longer than the limit; the caller closes it.
   *
   * @throws ApiException if its length is told and is above the limit
   */
  public InputStream body(long maxBytes) {
    if (request.getLength() > maxBytes) {
      throw LimitedInputStream.tooLarge(maxBytes);
    }
    return new LimitedInputStream(Request.asInputStream(request), maxBytes);
  }

  /** The length that the headers tell, in bytes; -1 if they tell none. */
  public long bodyLength() {
    return request.getLength();
  }

  /** What the server takes. */
  public Limits limits() {
    return limits;
  }
}
