package io.millrace.server.http;

import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the route of a request. */
public final class Router {
  private final List<Cut> routes;

  public Router(List<Route> routes) {
    this.routes =
        routes.stream().map(route -> new Cut(route, Route.segments(route.template()))).toList();
  }

  /** A route with its template cut into segments, which is done once and not for each request. */
  private record Cut(Route route, List<String> segments) {}

  /** All of them. */
  public List<Route> routes() {
    return routes.stream().map(Cut::route).toList();
  }

  /** A route, and the parameters of the path. */
  record Found(Route route, Map<String, String> parameters) {}

  /**
   * @param path decoded
   * @throws ApiException if there is none
   */
  Found find(String method, String path) {
    List<String> segments = Route.segments(path);
    TreeSet<String> allowed = new TreeSet<>();
    for (Cut cut : routes) {
      Route route = cut.route();
      Optional<Map<String, String>> parameters = Route.match(cut.segments(), segments);
      if (parameters.isPresent()) {
        // A reply to HEAD is that to GET without its body.
        if (route.method().equals(method.equals("HEAD") ? "GET" : method)) {
          return new Found(route, parameters.get());
        }
        allowed.add(route.method());
      }
    }
    throw allowed.isEmpty() ? unknown(method, path) : notAllowed(method, path, allowed);
  }

  private static ApiException unknown(String method, String path) {
    return new ApiException(
        ErrorCode.ENDPOINT_NOT_FOUND,
        "Cannot answer %s %s: there is no such endpoint. GET /openapi.json lists all."
            .formatted(method, shown(path)));
  }

  /** Python's client falls back to another method where it reads that the endpoint is not there. */
  private static ApiException notAllowed(String method, String path, TreeSet<String> allowed) {
    return ApiException.of(
        ErrorCode.ENDPOINT_NOT_FOUND,
        405,
        "Cannot answer %s %s: the method is not allowed (expected %s)."
            .formatted(method, shown(path), String.join(" or ", allowed)),
        Map.of("Allow", String.join(", ", allowed)));
  }

  private static String shown(String path) {
    return path.length() <= 200 ? path : path.substring(0, 200) + "...";
  }
}
