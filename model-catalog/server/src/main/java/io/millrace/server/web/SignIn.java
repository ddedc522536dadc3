package io.millrace.server.web;

import io.millrace.catalog.CatalogException;
import io.millrace.server.http.Exchange;
import io.millrace.server.http.Reply;
import io.millrace.server.http.Route;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Signing in with a token of the catalog, and out. */
final class SignIn {
  private static final String TITLE = "Sign in";

  /** A path of this server: what begins with two slashes names another one. */
  private static final Pattern OWN_PATH = Pattern.compile("/(?![/\\\\])[!-~&&[^\\\\]]*");

  private final Front front;
  private final Visits visits;

  SignIn(Front front, Visits visits) {
    this.front = front;
    this.visits = visits;
  }

  Stream<Route> routes() {
    return Stream.of(
        Route.openPage("GET", "/sign-in", this::show),
        Route.openPage("POST", "/sign-in", this::begin),
        Route.openPage("POST", "/sign-out", this::end));
  }

  /**
   * The form.
   *
   * @param next where it leads to
   * @param wrong whether the token that was sent before does not hold
   */
  record Form(String next, boolean wrong) implements View {
    @Override
    public String template() {
      return "sign-in.jte";
    }
  }

  private Reply show(Exchange exchange) {
    String next = own(exchange.query("next").orElse("/"));
    return visits.open() || visits.of(exchange).session() != null
        ? Front.redirect(next)
        : front.page(exchange, "", TITLE, new Form(next, false));
  }

  private Reply begin(Exchange exchange) throws IOException {
    Map<String, String> form = front.form(exchange);
    String next = own(form.getOrDefault("next", "/"));
    try {
      String cookie = visits.signIn(exchange, form.getOrDefault("token", "").strip());
      return Front.redirect(next).with("Set-Cookie", cookie);
    } catch (CatalogException e) {
      if (e.reason() != CatalogException.Reason.UNAUTHENTICATED) {
        throw e;
      }
      return front.page(exchange, "", TITLE, new Form(next, true)).with(401);
    }
  }

  private Reply end(Exchange exchange) throws IOException {
    front.form(exchange);
    return Front.redirect("/sign-in").with("Set-Cookie", visits.signOut(exchange));
  }

  static String own(String path) {
    return OWN_PATH.matcher(path).matches() ? path : "/";
  }
}
