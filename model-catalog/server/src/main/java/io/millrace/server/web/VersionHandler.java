package io.millrace.server.web;

import io.millrace.catalog.Artifact;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionContent;
import io.millrace.catalog.VersionEntry;
import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import io.millrace.server.artifact.Contents;
import io.millrace.server.artifact.FileReply;
import io.millrace.server.http.Errors;
import io.millrace.server.http.Exchange;
import io.millrace.server.http.Reply;
import io.millrace.server.http.Route;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The pages of a version: what is known of it, its files, what it differs in, its review. */
final class VersionHandler {
  private static final String BASE = "/models/{team}/{model}/versions/{version}";
  private static final String APPROVED_HERE = "approved on the web page";

  private final Front front;
  private final Contents contents;

  VersionHandler(Front front, Contents contents) {
    this.front = front;
    this.contents = contents;
  }

  Stream<Route> routes() {
    return Stream.of(
        Route.page("GET", BASE, this::show),
        Route.page("GET", BASE + "/compare", this::compare),
        Route.page("GET", BASE + "/files/{path...}", this::file),
        Route.page("POST", BASE + "/approve", exchange -> review(exchange, "approved")),
        Route.page("POST", BASE + "/reject", exchange -> review(exchange, "rejected")));
  }

  private Reply show(Exchange exchange) {
    return show(exchange, Notice.done(exchange.query("done").orElse("")));
  }

  private Reply show(Exchange exchange, Notice notice) {
    ModelEntry model = Place.model(exchange);
    VersionEntry version = Place.version(exchange, model);
    String title = "%s, version %d".formatted(model.name(), version.version());
    String revision = exchange.query("revision").orElse("");
    return front.page(
        exchange,
        "models",
        title,
        VersionPage.of(exchange.caller(), contents, model, version, revision, notice));
  }

  private Reply file(Exchange exchange) {
    VersionEntry version = Place.version(exchange, Place.model(exchange));
    VersionContent content = contents.of(version);
    Artifact artifact =
        content
            .artifact(exchange.path("path"))
            .orElseThrow(
                () ->
                    new ApiException(
                        ErrorCode.RESOURCE_DOES_NOT_EXIST,
                        "Cannot find that file: version %d of '%s' has none of that name."
                            .formatted(version.version(), version.name())));
    return FileReply.of(exchange, content, artifact);
  }

  private Reply compare(Exchange exchange) {
    VersionEntry version = Place.version(exchange, Place.model(exchange));
    String with = exchange.query("with").orElse("").strip();
    return front.page(
        exchange,
        "models",
        "Compare %s, version %d".formatted(version.name(), version.version()),
        ComparePage.of(exchange.catalog(), version, with));
  }

  /** What the catalog refuses, the page of the version says, with the comment as it was. */
  private Reply review(Exchange exchange, String verdict) throws IOException {
    Map<String, String> form = front.form(exchange);
    VersionEntry version = Place.version(exchange, Place.model(exchange));
    String comment = form.getOrDefault("comment", "").strip();
    try {
      commit(exchange.writableCatalog(), version, verdict, comment, form.getOrDefault("alias", ""));
      return Front.redirect(Links.version(version) + "?done=" + verdict);
    } catch (ApiException | CatalogException | IllegalArgumentException e) {
      ApiException told = Errors.told(e);
      if (told.status() >= 500) {
        throw e;
      }
      Notice notice = new Notice(String.valueOf(told.getMessage()), true, comment);
      return show(exchange, notice).with(told.status());
    }
  }

  private static void commit(
      Catalog catalog, VersionEntry version, String verdict, String comment, String alias) {
    if (verdict.equals("approved")) {
      String reason = comment.isEmpty() ? APPROVED_HERE : comment;
      List<String> aliases = alias.isEmpty() ? List.of() : List.of(alias);
      catalog.curator().approve(version.name(), version.version(), reason, aliases);
    } else {
      catalog.curator().reject(version.name(), version.version(), comment);
    }
  }
}
