package io.millrace.server.web;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.access.Operation;
import io.millrace.catalog.access.Principal;
import io.millrace.catalog.access.Question;
import io.millrace.catalog.access.Roles;
import io.millrace.catalog.access.Token;
import io.millrace.server.access.Caller;
import io.millrace.server.access.Callers;
import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import io.millrace.server.http.Exchange;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for a page. In a catalog with roles it is whoever has signed in with a token, as long as
 * that token holds; without roles everybody, as for programs. Thread-safe.
 */
final class Visits {
  private static final String COOKIE = "millrace-";

  private final Catalog catalog;
  private final Callers callers;
  private final Clock clock;
  private final Sessions sessions;

  /**
   * @param callers tells who asks without a session where nobody has to sign in
   */
  Visits(Catalog catalog, Callers callers, Clock clock) {
    this.catalog = catalog;
    this.callers = callers;
    this.clock = clock;
    this.sessions = new Sessions(clock);
  }

  /** What the browser shows. */
  Visit of(Exchange exchange) {
    String secret = exchange.cookie(cookie(exchange)).filter(Secrets::isSecret).orElse("");
    return secret.isEmpty()
        ? new Visit(Secrets.random(), true, null)
        : new Visit(secret, false, session(secret));
  }

  private @Nullable Session session(String secret) {
    Optional<Session> session = sessions.find(secret);
    if (session.isPresent() && !holds(session.get())) {
      sessions.end(secret);
      return null;
    }
    return session.orElse(null);
  }

  /** A token that was revoked, or has expired, ends the sessions that it began. */
  private boolean holds(Session session) {
    return catalog.as(session.principal()).keeper().tokens().stream()
        .filter(token -> token.id().equals(session.tokenId()))
        .anyMatch(token -> token.validAt(Instant.now(clock)));
  }

  /** Whether somebody may read the audit log. */
  boolean mayAudit(Session session) {
    return catalog
        .policy()
        .decide(session.principal(), Question.of(Operation.SET_ROLES, Roles.ALL))
        .allowed();
  }

  /** Whether pages can be had without signing in. */
  boolean open() {
    return catalog.policy().open();
  }

  /**
   * Who asks.
   *
   * @throws ApiException if nobody has signed in, and somebody must
   */
  Caller caller(Exchange exchange) {
    if (open()) {
      return callers.identify(null);
    }
    Session session = of(exchange).session();
    if (session == null) {
      throw new ApiException(
          ErrorCode.UNAUTHENTICATED,
          "Cannot show this page: nobody has signed in, or the session has ended (expected somebody with a role). Sign in.");
    }
    return new Caller(session.principal().name(), catalog.as(session.principal()), true);
  }

  /**
   * Begins a session in the place of what the browser showed.
   *
   * @return the header that gives it to the browser
   * @throws io.millrace.catalog.CatalogException if the token does not hold
   */
  String signIn(Exchange exchange, String token) {
    Principal principal = catalog.keeper().authenticate(token);
    sessions.end(of(exchange).secret());
    return setCookie(exchange, sessions.begin(principal, Token.idOf(token).orElseThrow()));
  }

  /**
   * @return the header that takes the session from the browser
   */
  String signOut(Exchange exchange) {
    sessions.end(of(exchange).secret());
    return setCookie(exchange, "") + "; Max-Age=0";
  }

  /** The header that gives a browser its secret: no script reads it, no other site has it sent. */
  String setCookie(Exchange exchange, String secret) {
    return "%s=%s; Path=/; HttpOnly; SameSite=Strict%s"
        .formatted(cookie(exchange), secret, exchange.secure() ? "; Secure" : "");
  }

  /** Cookies know no ports: two servers on one machine must not end each other's sessions. */
  private static String cookie(Exchange exchange) {
    String authority = exchange.authority();
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    String port = hasPort ? authority.substring(colon + 1) : "default";
    // Of a cookie with this prefix browsers know that it came from here, encrypted.
    return (exchange.secure() ? "__Host-" : "") + COOKIE + port;
  }
}
