package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.HistoryEntry;
import io.millrace.catalog.Lifecycle;
import io.millrace.catalog.access.Principal;
import io.millrace.catalog.access.Scope;
import io.millrace.catalog.access.Token;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages, as a browser asks for them. */
class WebIT {
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

  /** What a browser keeps between requests. */
  private static final class Browser {
    private final RunningServer of;
    private String cookie = "";

    Browser(RunningServer of) {
      this.of = of;
    }

    static Browser of(String who) throws Exception {
      Browser browser = new Browser(server);
      HttpResponse<String> response = browser.signIn(WebModels.token(keeper, who));
      assertThat(response.statusCode()).as(response.body()).isEqualTo(303);
      return browser;
    }

    HttpResponse<String> signIn(String token) throws Exception {
      return post("/sign-in", page("/sign-in"), Map.of("token", token, "next", "/audit"));
    }

    HttpResponse<String> get(String path) throws Exception {
      return sent(of.request(path));
    }

    Document page(String path) throws Exception {
      return Jsoup.parse(get(path).body());
    }

    /** Sends a form that stands in a page. */
    HttpResponse<String> post(String path, Document page, Map<String, String> fields)
        throws Exception {
      return post(path, page, fields, of.uri("").toString());
    }

    HttpResponse<String> post(String path, Document page, Map<String, String> fields, String origin)
        throws Exception {
      String key = page.select("input[name=form-key]").attr("value");
      String body =
          fields.entrySet().stream()
              .map(field -> "&" + field.getKey() + "=" + encoded(field.getValue()))
              .collect(Collectors.joining("", "form-key=" + encoded(key), ""));
      return sent(
          of.request(path)
              .header("Content-Type", "application/x-www-form-urlencoded")
              .header("Origin", origin)
              .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> sent(HttpRequest.Builder request) throws Exception {
      request.header("Accept", "text/html,*/*;q=0.8");
      if (!cookie.isEmpty()) {
        request.header("Cookie", cookie);
      }
      HttpResponse<String> response = of.send(request);
      response
          .headers()
          .firstValue("Set-Cookie")
          .ifPresent(header -> cookie = header.substring(0, header.indexOf(';')));
      return response;
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }

  @Test
  void leadsToTheFormAndBack() throws Exception {
    Browser browser = new Browser(server);
    HttpResponse<String> first = browser.get("/models/ops/delay?page=1");
    assertThat(first.statusCode()).isEqualTo(303);
    assertThat(first.headers().firstValue("Location"))
        .hasValue("/sign-in?next=%2Fmodels%2Fops%2Fdelay%3Fpage%3D1");

    HttpResponse<String> wrong = browser.signIn("mlr_0000000000000000_" + "A".repeat(43));
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(Jsoup.parse(wrong.body()).select("[role=alert]").text()).contains("does not hold");

    String before = browser.cookie;
    HttpResponse<String> signedIn = browser.signIn(WebModels.token(keeper, "carl"));
    assertThat(signedIn.headers().firstValue("Location")).hasValue("/audit");
    assertThat(signedIn.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith("millrace-" + server.uri("").getPort() + "=")
        .contains("; HttpOnly")
        .contains("; SameSite=Strict")
        .doesNotContain(before);
    assertThat(browser.page("/").select(".who").text()).contains("Signed in as carl");

    String session = browser.cookie;
    browser.post("/sign-out", browser.page("/"), Map.of());
    browser.cookie = session;
    assertThat(browser.get("/").statusCode()).isEqualTo(303);
  }

  @Test
  void endsSessionsOfATokenThatWasRevoked() throws Exception {
    Token.Issued token = keeper.keeper().createToken("carl", Scope.FULL, Duration.ofHours(1));
    Browser browser = new Browser(server);
    browser.signIn(token.text());
    assertThat(browser.get("/").statusCode()).isEqualTo(200);
    keeper.keeper().revokeToken(token.token().id(), "test");
    assertThat(browser.get("/").statusCode()).isEqualTo(303);
  }

  @Test
  void knowsNobodyByACookieInTheApis() throws Exception {
    Browser carl = Browser.of("carl");
    assertThat(carl.get(RunningServer.API + "registered-models/search").statusCode())
        .isEqualTo(401);
  }

  @Test
  void listsModelsByTeamAndFindsThem() throws Exception {
    Browser carl = Browser.of("carl");
    Document all = carl.page("/");
    assertThat(all.select("h2").eachText()).containsExactly("ops");
    assertThat(all.select("tbody th a").eachText()).containsExactly("delay", "delay-mlp");
    assertThat(all.select("a.alias").eachText()).contains("champion 2", "candidate 5");
    for (String found : List.of("arrival DELAYS", "owner=operations", "delay -mlp")) {
      String query = URLEncoder.encode(found, StandardCharsets.UTF_8);
      assertThat(carl.page("/?q=" + query).select("tbody tr")).as(found).hasSize(1);
    }
    Document none = carl.page("/?q=%3Cscript%3Ealert(1)%3C/script%3E");
    assertThat(none.select("tbody tr, script")).isEmpty();
    assertThat(none.select("h1").text()).contains("<script>alert(1)</script>");
    assertThat(none.select("#q").attr("value")).isEqualTo("<script>alert(1)</script>");
  }

  @Test
  void hidesWhatOneMayNotReadAsIfItWereNotThere() throws Exception {
    Browser carl = Browser.of("carl");
    HttpResponse<String> hidden = carl.get("/models/web/clicks");
    HttpResponse<String> missing = carl.get("/models/web/nothing");
    assertThat(hidden.statusCode()).isEqualTo(404);
    assertThat(Jsoup.parse(hidden.body()).select("main p").first().text())
        .isEqualTo(
            Jsoup.parse(missing.body())
                .select("main p")
                .first()
                .text()
                .replace("nothing", "clicks"));
    for (String path : List.of("/versions/1", "/history", "/versions/1/files/model.onnx")) {
      assertThat(carl.get("/models/web/clicks" + path).statusCode()).as(path).isEqualTo(404);
    }
    Document compared = carl.page(VERSION + "1/compare?with=web/clicks/1");
    assertThat(compared.select("table")).isEmpty();
    assertThat(compared.select("[role=alert]").text()).contains("Cannot find model 'web/clicks'");
    assertThat(Browser.of("dave").get("/models/web/clicks").statusCode()).isEqualTo(200);
  }

  @Test
  void showsAModel() throws Exception {
    Document page = Browser.of("carl").page("/models/ops/delay?metric=prAuc");
    assertThat(page.select("tbody tr th").eachText()).containsExactly("5", "4", "3", "2", "1");
    assertThat(page.select("tbody tr").get(2).text()).contains("rejected by its gate");
    assertThat(page.select("thead th").eachText())
        .containsSequence("rocAuc", "prAuc", "logLoss", "Published");
    assertThat(page.select("svg.plot .dot")).hasSize(5);
    assertThat(page.select("svg.plot > title").text()).isEqualTo("prAuc over versions");
    assertThat(page.select("option[selected]").text()).isEqualTo("prAuc");
    assertThat(page.select(".tags").text()).contains("operations & <research>");
    assertThat(page.select("#relatives-h + ul a").attr("href"))
        .isEqualTo("/models/ops/delay-mlp/versions/1");
  }

  @Test
  void showsAVersion() throws Exception {
    Document page = Browser.of("carl").page(VERSION + "5");
    assertThat(page.select("script, img[src^=http]")).isEmpty();
    assertThat(page.select(".card h3").text()).isEqualTo("ops/delay");
    assertThat(page.select(".card").text()).contains("<script>document.title");
    assertThat(page.select("#quality tbody tr").first().text())
        .isEqualTo("rocAuc 0.6671 0.6629 to 0.6710");
    assertThat(page.select("#quality caption").eachText())
        .containsExactly("Metrics on 61,254 test rows", "Gate: passed");
    assertThat(page.select("svg.lineage a").eachAttr("href"))
        .contains(
            "/models/ops/delay/versions/4",
            "/models/ops/delay/versions/5",
            "/models/ops/delay-mlp/versions/1");
    assertThat(page.select("#signature tbody th").eachText())
        .contains("carrier", "distance", "departed", "weekend", "probability");
    assertThat(page.select("#files tbody a").eachText())
        .contains("model.onnx", "evaluation.json", "lineage.json");
    assertThat(page.select("time").attr("datetime")).endsWith("Z");
    assertThat(page.select("form.verdict")).isEmpty();
  }

  @Test
  void showsRevisionsOfACard() throws Exception {
    Catalog ann = keeper.as(Principal.user("ann"));
    int revision = ann.curator().cards().revise("ops/delay-mlp", 1, 1, "# Revised", "clearer");
    assertThat(revision).isEqualTo(2);
    Browser carl = Browser.of("carl");
    String version = "/models/ops/delay-mlp/versions/1";
    assertThat(carl.page(version).select(".card h3").text()).isEqualTo("Revised");
    assertThat(carl.page(version).select(".revisions").text()).contains("by ann", "clearer");
    assertThat(carl.page(version + "?revision=1").select(".card h3").text())
        .isEqualTo("ops/delay-mlp");
    assertThat(carl.page(version + "?revision=99").select(".card h3").text()).isEqualTo("Revised");
  }

  @Test
  void givesFilesAsTheyWerePublished() throws Exception {
    Browser carl = Browser.of("carl");
    HttpResponse<String> file = carl.get(VERSION + "5/files/evaluation.json");
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.body()).contains("\"rows\": 61254");
    assertThat(file.headers().firstValue("Content-Disposition").orElseThrow())
        .startsWith("attachment");
    assertThat(carl.get(VERSION + "5/files/../../../log").statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(carl.get(VERSION + "5/files/manifest.json").statusCode()).isEqualTo(404);
  }

  @Test
  void comparesVersions() throws Exception {
    Browser carl = Browser.of("carl");
    Document page = carl.page(VERSION + "5/compare?with=4");
    assertThat(page.select("tbody tr").eachText())
        .contains("rocAuc 0.6648 0.6606 to 0.6687 0.6671 0.6629 to 0.6710 +0.0023");
    assertThat(page.select(".same").text())
        .isEqualTo("No difference in: signature, network, features, tags.");
    assertThat(page.select("section:has(#Files-h) tbody th").eachText()).contains("model-card.md");
    assertThat(carl.page(VERSION + "5/compare?with=champion").select("thead a").eachText())
        .containsExactly("ops/delay/2", "ops/delay/5");
    assertThat(carl.page(VERSION + "5/compare?with=ops/delay-mlp/1").select("table")).isNotEmpty();
    for (String wrong : List.of("99", "none", "a/b/c/d", "%3Cb%3E")) {
      Document refused = carl.page(VERSION + "5/compare?with=" + wrong);
      assertThat(refused.select("[role=alert]")).as(wrong).hasSize(1);
      assertThat(refused.select("table")).as(wrong).isEmpty();
    }
  }

  @Test
  void approvesWithOneClick() throws Exception {
    Browser bob = Browser.of("bob");
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
    Browser ann = Browser.of("ann");
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

    Browser carl = Browser.of("carl");
    assertThat(carl.post(VERSION + "4/reject", carl.page("/"), Map.of("comment", "x")).statusCode())
        .isEqualTo(403);
    assertThat(keeper.keeper().audit(1, 1000))
        .filteredOn(entry -> entry.action().equals("refused"))
        .extracting(HistoryEntry::actor)
        .contains("ann", "carl");
  }

  @Test
  void rejectsOnlyWithAReason() throws Exception {
    Browser bob = Browser.of("bob");
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
    Browser bob = Browser.of("bob");
    Document page = bob.page(VERSION + "4");
    Map<String, String> fields = Map.of("comment", "forged");
    String own = server.uri("").toString();
    for (String origin :
        List.of("https://evil.example", "null", own + ".evil.example", "http://127.0.0.1:1")) {
      assertThat(bob.post(VERSION + "4/approve", page, fields, origin).statusCode())
          .as(origin)
          .isEqualTo(403);
    }
    Document anns = Browser.of("ann").page(VERSION + "4");
    Document none = Jsoup.parse("<p>no form</p>");
    for (Document other : List.of(anns, none)) {
      HttpResponse<String> refused = bob.post(VERSION + "4/approve", other, fields);
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("no key of your session");
    }
    assertThat(keeper.resolve("ops/delay/4").reviews()).isEmpty();
    assertThat(
            bob.sent(
                    server
                        .request(VERSION + "4/approve")
                        .header("Content-Type", "application/json")
                        .header("Origin", own)
                        .POST(BodyPublishers.ofString("{}")))
                .statusCode())
        .isEqualTo(415);
  }

  @Test
  void showsTheAuditLogToAdminsAlone() throws Exception {
    HttpResponse<String> refused = Browser.of("carl").get("/audit?before=1");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(Jsoup.parse(refused.body()).select("[role=alert]").text())
        .contains("Cannot read the audit log");
    assertThat(Browser.of("carl").page("/").select("a[href=/audit]")).isEmpty();
    Browser eva = Browser.of("eva");
    assertThat(eva.page("/").select("a[href=/audit]")).hasSize(1);
    Document log = eva.page("/audit?who=dave");
    assertThat(log.select("tbody td:nth-child(3)").eachText()).isNotEmpty().containsOnly("dave");
    Document approvals = eva.page("/audit?action=approved&model=delay");
    assertThat(approvals.select("tbody tr").text()).contains("as good as the rules, and faster");
    Document older = eva.page("/audit?before=2");
    assertThat(older.select("tbody td:nth-child(4)").eachText()).containsExactly("roles");
    Document history = Browser.of("carl").page("/models/ops/delay/history");
    assertThat(history.select("tbody").text()).contains("as good as the rules");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/no/such/page", "/models/ops/none", "/models/ops/delay/versions/99"})
  void saysWhatIsNotThere(String path) throws Exception {
    HttpResponse<String> missing = Browser.of("carl").get(path);
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(Jsoup.parse(missing.body()).select("h1").text()).isIn("Not found");
    HttpResponse<String> toPrograms = server.get(path);
    assertThat(toPrograms.statusCode()).isIn(404, 303);
    assertThat(toPrograms.body()).doesNotContain("Signed in");
  }

  @ParameterizedTest
  @CsvSource({"/sign-in, 200", "/, 303", "/nothing, 404"})
  void loadsNothingFromElsewhere(String path, int status) throws Exception {
    HttpResponse<String> response = new Browser(server).get(path);
    assertThat(response.statusCode()).isEqualTo(status);
    if (status != 303) {
      assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'")
          .contains("frame-ancestors 'none'")
          .contains("base-uri 'none'")
          .doesNotContain("unsafe")
          .doesNotContain("script-src");
      assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(response.headers().firstValue("Referrer-Policy")).hasValue("same-origin");
      assertThat(Jsoup.parse(response.body()).select("script, [style], style, [onclick]"))
          .isEmpty();
      String style = Jsoup.parse(response.body()).select("link[rel=stylesheet]").attr("href");
      HttpResponse<String> sheet = server.get(style);
      assertThat(sheet.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/css");
      assertThat(sheet.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
    }
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void showsDamagedVersions(@TempDir Path other) throws Exception {
    try (RunningServer damaged = RunningServer.start(other, options -> options)) {
      damaged.catalog().publish(WebModels.publication("ops/delay", 1, 0.66, true));
      String data = damaged.catalog().resolve("ops/delay/1").dataId();
      Path file = other.resolve("catalog/data").resolve(data).resolve("evaluation.json");
      Files.writeString(file, "{}");
      Document page = new Browser(damaged).page(VERSION + "1");
      assertThat(page.select(".notice.warn").text()).contains("evaluation.json");
      assertThat(page.select(".card h3").text()).isEqualTo("ops/delay");

      Files.writeString(other.resolve("catalog/log/%020d.json".formatted(2)), "{}");
      HttpResponse<String> broken = new Browser(damaged).get("/");
      assertThat(broken.statusCode()).isEqualTo(500);
      assertThat(broken.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/plain");
      assertThat(broken.body()).contains("0002.json");
    }
  }

  @Test
  void letsEverybodyWriteAnOpenCatalogAndNobodyOneWithoutRoles(@TempDir Path other)
      throws Exception {
    try (RunningServer open = RunningServer.withModels(other.resolve("a"), ServerOptions::opened);
        RunningServer closed = RunningServer.withModels(other.resolve("b"), o -> o)) {
      Browser browser = new Browser(open);
      Document page = browser.page(VERSION + "3");
      assertThat(page.select(".who")).isEmpty();
      assertThat(browser.post(VERSION + "3/reject", page, Map.of("comment", "x")).statusCode())
          .isEqualTo(400);
      assertThat(
              browser.post(VERSION + "1/approve", page, Map.of("alias", "champion")).statusCode())
          .isEqualTo(303);
      assertThat(open.catalog().resolve("ops/delay@champion").version()).isEqualTo(1);
      assertThat(open.catalog().resolve("ops/delay/1").lifecycle()).isEqualTo(Lifecycle.ACTIVE);

      Browser reader = new Browser(closed);
      Document readOnly = reader.page(VERSION + "3");
      assertThat(readOnly.select("form.verdict")).isEmpty();
      HttpResponse<String> refused =
          reader.post(VERSION + "3/reject", Jsoup.parse(reader.get("/").body()), Map.of());
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(reader.get("/sign-in").statusCode()).isEqualTo(303);
    }
  }
}
