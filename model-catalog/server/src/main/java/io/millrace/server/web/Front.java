package io.millrace.server.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.millrace.catalog.CatalogException;
import io.millrace.server.access.Caller;
import io.millrace.server.api.ApiException;
import io.millrace.server.http.Exchange;
import io.millrace.server.http.Pages;
import io.millrace.server.http.Reply;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all pages have in common: frame, headers, forms, and how they end. */
final class Front implements Pages {
  /**
   * Nothing is loaded but our own style and icon, no script at all; forms go to us alone, and
   * nobody puts a page into a frame to have it clicked.
   */
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  private final Visits visits;
  private final FormGuard guard = new FormGuard();
  private final TemplateEngine templates =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Front.class.getClassLoader(), Front.class.getPackageName());

  Front(Visits visits) {
    this.visits = visits;
  }

  @Override
  public Caller identify(Exchange exchange) {
    return visits.caller(exchange);
  }

  /**
   * Whoever must sign in is led there, and back. The page does so, and no header: where a link of
   * another site leads here, browsers send the cookie only once one of our own pages asks. For the
   * same reason no new cookie may take the place of that one.
   */
  @Override
  public Reply problem(Exchange exchange, ApiException error, String requestId) {
    boolean leads = error.status() == 401 && exchange.isRead();
    String next = leads ? "/sign-in?next=" + Links.encoded(exchange.target()) : "";
    Reply page;
    try {
      Problem problem = new Problem(error, requestId, next);
      page = secured(html(exchange, "", problem.title(), problem, visits.of(exchange)), null);
    } catch (CatalogException e) {
      // It cannot even be asked who reads the page.
      page = secured(Reply.text("text/plain; charset=utf-8", error.getMessage() + "\n"), null);
    }
    for (Map.Entry<String, String> header : error.headers().entrySet()) {
      page = page.with(header.getKey(), header.getValue());
    }
    return page.with(error.status());
  }

  /**
   * A page; its template is named after the type of the view.
   *
   * @param section of the navigation
   */
  Reply page(Exchange exchange, String section, String title, View view) {
    Visit visit = visits.of(exchange);
    return secured(
        html(exchange, section, title, view, visit),
        visit.isNew() ? visits.setCookie(exchange, visit.secret()) : null);
  }

  private Reply html(Exchange exchange, String section, String title, View view, Visit visit) {
    Frame frame = frame(exchange, section, title, view, visit);
    StringOutput html = new StringOutput(1 << 16);
    templates.render(view.template(), Map.of("frame", frame, "page", view), html);
    return Reply.text("text/html; charset=utf-8", html.toString());
  }

  private Frame frame(Exchange exchange, String section, String title, View view, Visit visit) {
    boolean open = visits.open();
    Session session = visit.session();
    return new Frame(
        title,
        session == null || open ? null : session.principal().name(),
        open,
        open || (session != null && visits.mayAudit(session)),
        guard.keyFor(visit),
        exchange.query("q").orElse(""),
        view.leadsTo(),
        section);
  }

  private static Reply secured(Reply reply, @Nullable String cookie) {
    Map<String, String> headers = new LinkedHashMap<>(reply.headers());
    headers.put("Content-Security-Policy", POLICY);
    headers.put("Cache-Control", "no-store");
    // With no-referrer browsers would not say either from which origin a form comes.
    headers.put("Referrer-Policy", "same-origin");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    if (cookie != null) {
      headers.put("Set-Cookie", cookie);
    }
    return new Reply(reply.status(), headers, reply.length(), reply.body());
  }

  /**
   * The fields of a form.
   *
   * @throws ApiException if it may come from another site
   */
  Map<String, String> form(Exchange exchange) throws IOException {
    return guard.fields(exchange, visits.of(exchange));
  }

  /** To another page, which the browser gets anew. */
  static Reply redirect(String path) {
    return new Reply(303, Map.of("Location", path, "Cache-Control", "no-store"), 0, out -> {});
  }
}
