package io.millrace.server.reader;

import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionContent;
import io.millrace.server.api.ApiException;
import io.millrace.server.http.Exchange;
import io.millrace.server.http.Reply;
import io.millrace.server.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the Java SDK asks a server, in the catalog's own words and with the digests by which it
 * verifies what it gets; see {@link io.millrace.catalog.CatalogReader}. Files come from the
 * artifacts of MLflow's API.
 */
public final class ReaderApi {
  private static final String BASE = "/api/1";
  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 1000;

  public Stream<Route> routes() {
    return Stream.of(
        Route.of("GET", BASE + "/models", ReaderApi::models),
        Route.of("GET", BASE + "/models/{team}/{model}", ReaderApi::model),
        Route.of("GET", BASE + "/models/{team}/{model}/history", ReaderApi::history),
        Route.of("GET", BASE + "/resolve", ReaderApi::resolve),
        Route.of("GET", BASE + "/card", ReaderApi::card));
  }

  /** A page begins behind a name, so that nothing is left out when others publish meanwhile. */
  private static Reply models(Exchange exchange) {
    String after = exchange.query("after").orElse("");
    int limit = limit(exchange);
    List<ModelEntry> behind =
        exchange.catalog().models().stream()
            .filter(model -> model.name().compareTo(after) > 0)
            .limit(limit + 1L)
            .toList();
    boolean last = behind.size() <= limit;
    List<ModelEntry> page = last ? behind : behind.subList(0, limit);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("models", page);
    answer.put("next", last ? null : page.get(limit - 1).name());
    return Reply.json(answer);
  }

  private static int limit(Exchange exchange) {
    String limit = exchange.query("limit").orElse(Integer.toString(PAGE));
    if (!limit.matches("[1-9]\\d{0,3}") || Integer.parseInt(limit) > LARGEST_PAGE) {
      throw ApiException.invalid(
          "Cannot list '%s' models at once (expected 1 to %d)."
              .formatted(limit.length() <= 20 ? limit : limit.substring(0, 20), LARGEST_PAGE));
    }
    return Integer.parseInt(limit);
  }

  private static Reply model(Exchange exchange) {
    return Reply.json(exchange.catalog().entry(name(exchange)));
  }

  private static Reply history(Exchange exchange) {
    return Reply.json(Map.of("history", exchange.catalog().history(name(exchange))));
  }

  private static String name(Exchange exchange) {
    return exchange.path("team") + "/" + exchange.path("model");
  }

  /** The manifest's text and not its meaning: its digest is that of these bytes. */
  private static Reply resolve(Exchange exchange) {
    VersionContent content = exchange.catalog().content(exchange.required("reference"));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("version", content.version());
    answer.put("manifest", new String(content.manifest(), StandardCharsets.UTF_8));
    answer.put("manifestSha256", content.manifestSha256());
    return Reply.json(answer);
  }

  private static Reply card(Exchange exchange) {
    return Reply.json(Map.of("card", exchange.catalog().card(exchange.required("reference"))));
  }
}
