package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.HistoryEntry;
import io.millrace.catalog.Lifecycle;
import io.millrace.catalog.access.Scope;
import io.millrace.catalog.access.Token;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may see and do what in the pages. */
class PagesAccessIT {
  private static final String VERSION = "/models/ops/delay/versions/";

  @TempDir private static Path folder;
  private static RunningServer server;
  private static Catalog keeper;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.start(folder, options -> options);
    keeper = server.catalog();
    WebModels.fill(keeper);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void leadsToTheFormAndBack() throws Exception {
    PageClient browser = new PageClient(server);
    HttpResponse<String> first = browser.get("/models/ops/delay?page=1");
    assertThat(first.statusCode()).isEqualTo(303);
    assertThat(first.headers().firstValue("Location"))
        .hasValue("/sign-in?next=%2Fmodels%2Fops%2Fdelay%3Fpage%3D1");

    HttpResponse<String> wrong = browser.signIn("mlr_0000000000000000_" + "A".repeat(43));
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(Jsoup.parse(wrong.body()).select("[role=alert]").text()).contains("does not hold");

    String before = browser.cookie();
    HttpResponse<String> signedIn = browser.signIn(WebModels.token(keeper, "carl"));
    assertThat(signedIn.headers().firstValue("Location")).hasValue("/audit");
    assertThat(signedIn.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith("millrace-" + server.uri("").getPort() + "=")
        .contains("; HttpOnly")
        .contains("; SameSite=Strict")
        .doesNotContain(before);
    assertThat(browser.page("/").select(".who").text()).contains("Signed in as carl");

    String session = browser.cookie();
    browser.post("/sign-out", browser.page("/"), Map.of());
    browser.show(session);
    assertThat(browser.get("/").statusCode()).isEqualTo(303);
  }

  @Test
  void endsSessionsOfATokenThatWasRevoked() throws Exception {
    Token.Issued token = keeper.keeper().createToken("carl", Scope.FULL, Duration.ofHours(1));
    PageClient browser = new PageClient(server);
    browser.signIn(token.text());
    assertThat(browser.get("/").statusCode()).isEqualTo(200);
    keeper.keeper().revokeToken(token.token().id(), "test");
    assertThat(browser.get("/").statusCode()).isEqualTo(303);
  }

  @Test
  void knowsNobodyByACookieInTheApis() throws Exception {
    PageClient carl = PageClient.signedIn(server, "carl");
    assertThat(carl.get(RunningServer.API + "registered-models/search").statusCode())
        .isEqualTo(401);
  }

  @Test
  void approvesWithOneClick() throws Exception {
    PageClient bob = PageClient.signedIn(server, "bob");
    String mlp = "/models/ops/delay-mlp/versions/1";
    assertThat(bob.page("/").select(".waiting a").eachText()).contains("ops/delay-mlp, version 1");
    Document page = bob.page(mlp);
    assertThat(page.select("form.verdict button").eachText())
        .containsExactly("Approve", "Approve as champion", "Reject");

    HttpResponse<String> done =
        bob.post(mlp + "/approve", page, Map.of("alias", "champion", "comment", ""));
    assertThat(done.statusCode()).as(done.body()).isEqualTo(303);
    assertThat(done.headers().firstValue("Location")).hasValue(mlp + "?done=approved");
    assertThat(keeper.resolve("ops/delay-mlp@champion").version()).isEqualTo(1);
    Document after = bob.page(mlp + "?done=approved");
    assertThat(after.select("[role=status]").text()).isEqualTo("Approved.");
    assertThat(after.select(".reviews").text()).contains("approved by bob", "on the web page");
    assertThat(bob.page("/").select(".waiting a").eachText())
        .doesNotContain("ops/delay-mlp, version 1");
  }

  @Test
  void showsNoButtonToThoseWhoMayNotAndRefusesThemAllTheSame() throws Exception {
    PageClient ann = PageClient.signedIn(server, "ann");
    Document own = ann.page(VERSION + "4");
    assertThat(own.select("form.verdict button").eachText()).containsExactly("Reject");
    assertThat(own.select("#review").text()).contains("You cannot approve it: ann published");
    HttpResponse<String> refused =
        ann.post(VERSION + "4/approve", own, Map.of("comment", "mine is <best>"));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(Jsoup.parse(refused.body()).select("[role=alert]").text())
        .contains("Cannot approve version 4 of 'ops/delay'")
        .contains("ann published");
    assertThat(keeper.resolve("ops/delay/4").reviews()).isEmpty();

    PageClient carl = PageClient.signedIn(server, "carl");
    assertThat(carl.post(VERSION + "4/reject", carl.page("/"), Map.of("comment", "x")).statusCode())
        .isEqualTo(403);
    assertThat(keeper.keeper().audit(1, 1000))
        .filteredOn(entry -> entry.action().equals("refused"))
        .extracting(HistoryEntry::actor)
        .contains("ann", "carl");
  }

  @Test
  void rejectsOnlyWithAReason() throws Exception {
    PageClient bob = PageClient.signedIn(server, "bob");
    Document page = bob.page(VERSION + "1");
    HttpResponse<String> without = bob.post(VERSION + "1/reject", page, Map.of("comment", "  "));
    assertThat(without.statusCode()).isEqualTo(400);
    assertThat(Jsoup.parse(without.body()).select("[role=alert]").text()).contains("reason");
    assertThat(bob.post(VERSION + "1/reject", page, Map.of("comment", "<old>")).statusCode())
        .isEqualTo(303);
    Document after = bob.page(VERSION + "1");
    assertThat(after.select(".lead .mark").eachText()).containsExactly("rejected");
    assertThat(after.select(".reviews p").text()).isEqualTo("<old>");
    // Of one that its gate rejected there is nothing to approve.
    assertThat(bob.page(VERSION + "3").select("#review .note").text())
        .isEqualTo("You cannot approve it: its gate rejected it.");
  }

  @Test
  void takesNoFormFromElsewhere() throws Exception {
    PageClient bob = PageClient.signedIn(server, "bob");
    Document page = bob.page(VERSION + "4");
    Map<String, String> fields = Map.of("comment", "forged");
    String own = server.uri("").toString();
    for (String origin :
        List.of("https://evil.example", "null", own + ".evil.example", "http://127.0.0.1:1")) {
      assertThat(bob.post(VERSION + "4/approve", page, fields, origin).statusCode())
          .as(origin)
          .isEqualTo(403);
    }
    Document anns = PageClient.signedIn(server, "ann").page(VERSION + "4");
    Document none = Jsoup.parse("<p>no form</p>");
    for (Document other : List.of(anns, none)) {
      HttpResponse<String> refused = bob.post(VERSION + "4/approve", other, fields);
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("no key of your session");
    }
    assertThat(keeper.resolve("ops/delay/4").reviews()).isEmpty();
    assertThat(
            bob.send(
                    server
                        .request(VERSION + "4/approve")
                        .header("Content-Type", "application/json")
                        .header("Origin", own)
                        .POST(BodyPublishers.ofString("{}")))
                .statusCode())
        .isEqualTo(415);
  }

  @Test
  void letsEverybodyWriteAnOpenCatalogAndNobodyOneWithoutRoles(@TempDir Path other)
      throws Exception {
    try (RunningServer open = RunningServer.withModels(other.resolve("a"), ServerOptions::opened);
        RunningServer closed = RunningServer.withModels(other.resolve("b"), o -> o)) {
      PageClient browser = new PageClient(open);
      Document page = browser.page(VERSION + "3");
      assertThat(page.select(".who")).isEmpty();
      assertThat(browser.post(VERSION + "3/reject", page, Map.of("comment", "x")).statusCode())
          .isEqualTo(400);
      assertThat(
              browser.post(VERSION + "1/approve", page, Map.of("alias", "champion")).statusCode())
          .isEqualTo(303);
      assertThat(open.catalog().resolve("ops/delay@champion").version()).isEqualTo(1);
      assertThat(open.catalog().resolve("ops/delay/1").lifecycle()).isEqualTo(Lifecycle.ACTIVE);

      PageClient reader = new PageClient(closed);
      Document readOnly = reader.page(VERSION + "3");
      assertThat(readOnly.select("form.verdict")).isEmpty();
      HttpResponse<String> refused =
          reader.post(VERSION + "3/reject", Jsoup.parse(reader.get("/").body()), Map.of());
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(reader.get("/sign-in").statusCode()).isEqualTo(303);
    }
  }
}
