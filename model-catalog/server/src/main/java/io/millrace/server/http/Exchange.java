package io.millrace.server.http;

import io.millrace.server.api.ApiException;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.server.access.Caller;
import io.millrace.server.access.Permission;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** A request that is being answered, by one thread. */
public final class Exchange {
  private final Request request;
  private final Map<String, String> path;
  private final Fields query;
  private final Caller caller;
  private final Limits limits;
  private boolean authorized;

  Exchange(
      Request request, Map<String, String> path, Fields query, Caller caller, Limits limits) {
    this.request = request;
    this.path = path;
    this.query = query;
    this.caller = caller;
    this.limits = limits;
  }

  /** Who asks. */
  public Caller caller() {
    return caller;
  }

  /**
   * Goes on only if the caller may.
   *
   * @param model {@code team/model}
   * @throws ApiException if not: as if there were no such model where even reading it is not allowed
   */
  public void require(Permission permission, String model) {
    authorized = true;
    caller.require(permission, model);
  }

  /** Whether the caller may read a model; for lists, which leave out what one may not. */
  public boolean mayRead(String model) {
    authorized = true;
    return caller.may(Permission.READ, model);
  }

  /** Says that what is asked for shows and changes nothing of any model. */
  public void concernsNoModel() {
    authorized = true;
  }

  boolean isAuthorized() {
    return authorized;
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

  /** The body, if it is a JSON object within the limit; an empty one is an empty object. */
  public Fieldset json() throws IOException {
    try (InputStream body = body(limits.maxJsonBytes())) {
      byte[] content = body.readAllBytes();
      JsonNode tree =
          content.length == 0
              ? com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode()
              : Json.object(new java.io.ByteArrayInputStream(content));
      return new Fieldset(tree);
    }
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

  /** What the server takes. */
  public Limits limits() {
    return limits;
  }
}
