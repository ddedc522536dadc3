package io.millrace.server.web;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.ModelEntry;
import io.millrace.server.access.Callers;
import io.millrace.server.artifact.Contents;
import io.millrace.server.http.Exchange;
import io.millrace.server.http.Pages;
import io.millrace.server.http.Reply;
import io.millrace.server.http.Route;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** The pages of a catalog. */
public final class Web {
  private static final String MODEL = "/models/{team}/{model}";
  private static final int MODELS = 100;

  private final Front front;
  private final SignIn signIn;
  private final VersionHandler versions;

  /**
   * @param callers tells who asks where nobody has to sign in
   */
  public Web(Catalog catalog, Callers callers) {
    Visits visits = new Visits(catalog, callers, Clock.systemUTC());
    front = new Front(visits);
    signIn = new SignIn(front, visits);
    versions = new VersionHandler(front, new Contents(catalog));
  }

  /** What these routes have of their own. */
  public Pages pages() {
    return front;
  }

  public Stream<Route> routes() {
    return Stream.of(
            Stream.of(
                Route.page("GET", "/", this::models),
                Route.page("GET", MODEL, this::model),
                Route.page("GET", MODEL + "/history", this::history),
                Route.page("GET", "/audit", this::audit)),
            versions.routes(),
            signIn.routes(),
            Assets.routes())
        .flatMap(routes -> routes);
  }

  private Reply models(Exchange exchange) {
    String query = exchange.query("q").orElse("").strip();
    Search search = Search.of(query);
    List<ModelEntry> found =
        exchange.catalog().models().stream()
            .filter(model -> !model.versions().isEmpty())
            .filter(search::matches)
            .toList();
    String address = "/?q=" + Links.encoded(query) + "&page=";
    Pager pager = Pager.of(exchange.query("page").orElse(""), MODELS, found.size(), address);
    return front.page(
        exchange,
        "models",
        query.isEmpty() ? "Models" : "Models: " + query,
        ModelList.of(exchange.caller(), query, found, pager));
  }

  private Reply model(Exchange exchange) {
    ModelEntry model = Place.model(exchange);
    return front.page(
        exchange,
        "models",
        model.name(),
        ModelPage.of(
            model,
            exchange.catalog().models(),
            exchange.query("page").orElse(""),
            exchange.query("metric").orElse("")));
  }

  private Reply history(Exchange exchange) {
    Catalog catalog = exchange.catalog();
    String name = Place.model(exchange).name();
    HistoryPage page =
        HistoryPage.of(
            name,
            filter(exchange, name),
            (first, most) -> catalog.history(name, first, most),
            before(exchange));
    return front.page(exchange, "models", "History of " + name, page);
  }

  private Reply audit(Exchange exchange) {
    Catalog catalog = exchange.catalog();
    HistoryPage page =
        HistoryPage.of(
            "",
            filter(exchange, exchange.query("model").orElse("").strip()),
            (first, most) -> catalog.keeper().audit(first, most),
            before(exchange));
    return front.page(exchange, "audit", "Audit log", page);
  }

  private static HistoryPage.Filter filter(Exchange exchange, String model) {
    return new HistoryPage.Filter(
        exchange.query("who").orElse("").strip(),
        exchange.query("action").filter(HistoryPage.ACTIONS::contains).orElse(""),
        model);
  }

  private static long before(Exchange exchange) {
    long end = exchange.catalog().sequence() + 1;
    String before = exchange.query("before").orElse("");
    long wanted = before.matches("[1-9]\\d{0,17}") ? Long.parseLong(before) : end;
    // At least one entry is read, so that the catalog is asked whether the reader may.
    return Math.max(2, Math.min(end, wanted));
  }
}
