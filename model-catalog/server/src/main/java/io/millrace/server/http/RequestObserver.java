package io.millrace.server.http;

/** Is told of every request that was answered. */
@FunctionalInterface
public interface RequestObserver {
  /**
   * @param route the route's template, or {@code unknown}
   */
  void answered(String method, String route, int status, double seconds);
}
