package io.millrace.server.http;

import io.millrace.server.api.ApiException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A method and paths, and what answers them. In a template {@code {name}} stands for one segment,
 * and {@code {name...}} at the end for one or more.
 *
 * @param asks what the caller has to show
 * @param page whether people read the answer in a browser, and with it what went wrong
 */
public record Route(String method, String template, Asks asks, boolean page, Handler handler) {
  /** By what a caller is known. */
  public enum Asks {
    /** Everybody is answered. */
    NOTHING,
    /** The header {@code Authorization}. */
    TOKEN,
    /** The cookie of somebody who has signed in; programs show none, and never are asked for it. */
    SESSION
  }

  /** Answers a request. */
  @FunctionalInterface
  public interface Handler {
    /**
     * @throws ApiException if it cannot
     * @throws IOException if the connection fails
     */
    Outcome handle(Exchange exchange) throws IOException;
  }

  /** A route whose caller must be known. */
  public static Route of(String method, String template, Handler handler) {
    return new Route(method, template, Asks.TOKEN, false, handler);
  }

  /** A route for everybody. */
  public static Route open(String method, String template, Handler handler) {
    return new Route(method, template, Asks.NOTHING, false, handler);
  }

  /** A page for those who have signed in. */
  public static Route page(String method, String template, Handler handler) {
    return new Route(method, template, Asks.SESSION, true, handler);
  }

  /** A page for everybody. */
  public static Route openPage(String method, String template, Handler handler) {
    return new Route(method, template, Asks.NOTHING, true, handler);
  }

  /** Whether it is answered without asking who asks. */
  public boolean open() {
    return asks == Asks.NOTHING;
  }

  /** The template's parameters, with their braces. */
  public Set<String> parameters() {
    return segments(template).stream()
        .filter(part -> part.startsWith("{"))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The values of a template's parameters, if the path is one of its.
   *
   * @param parts of the template
   */
  static Optional<Map<String, String>> match(List<String> parts, List<String> path) {
    if (!fits(parts, path)) {
      return Optional.empty();
    }
    Map<String, String> found = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      if (part.endsWith("...}")) {
        found.put(part.substring(1, part.length() - 4), joined(path, i));
      } else if (part.startsWith("{")) {
        found.put(part.substring(1, part.length() - 1), path.get(i));
      }
    }
    return Optional.of(found);
  }

  private static boolean fits(List<String> parts, List<String> path) {
    boolean rest = parts.get(parts.size() - 1).endsWith("...}");
    if (rest ? path.size() < parts.size() : path.size() != parts.size()) {
      return false;
    }
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).startsWith("{") && !parts.get(i).equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static String joined(List<String> path, int from) {
    return String.join("/", path.subList(from, path.size()));
  }

  static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    if (!path.startsWith("/")) {
      return segments;
    }
    int from = 1;
    for (int slash = path.indexOf('/', from); slash >= 0; slash = path.indexOf('/', from)) {
      segments.add(path.substring(from, slash));
      from = slash + 1;
    }
    segments.add(path.substring(from));
    return segments;
  }
}
