package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.access.Principal;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages show, as a browser asks for them. */
class PagesIT {
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
  void listsModelsByTeamAndFindsThem() throws Exception {
    PageClient carl = PageClient.signedIn(server, "carl");
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
    PageClient carl = PageClient.signedIn(server, "carl");
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
    assertThat(PageClient.signedIn(server, "dave").get("/models/web/clicks").statusCode())
        .isEqualTo(200);
  }

  @Test
  void showsAModel() throws Exception {
    Document page = PageClient.signedIn(server, "carl").page("/models/ops/delay?metric=prAuc");
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
    Document page = PageClient.signedIn(server, "carl").page(VERSION + "5");
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
    PageClient carl = PageClient.signedIn(server, "carl");
    String version = "/models/ops/delay-mlp/versions/1";
    assertThat(carl.page(version).select(".card h3").text()).isEqualTo("Revised");
    assertThat(carl.page(version).select(".revisions").text()).contains("by ann", "clearer");
    assertThat(carl.page(version + "?revision=1").select(".card h3").text())
        .isEqualTo("ops/delay-mlp");
    assertThat(carl.page(version + "?revision=99").select(".card h3").text()).isEqualTo("Revised");
  }

  @Test
  void givesFilesAsTheyWerePublished() throws Exception {
    PageClient carl = PageClient.signedIn(server, "carl");
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
    PageClient carl = PageClient.signedIn(server, "carl");
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
  void showsTheAuditLogToAdminsAlone() throws Exception {
    HttpResponse<String> refused = PageClient.signedIn(server, "carl").get("/audit?before=1");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(Jsoup.parse(refused.body()).select("[role=alert]").text())
        .contains("Cannot read the audit log");
    assertThat(PageClient.signedIn(server, "carl").page("/").select("a[href=/audit]")).isEmpty();
    PageClient eva = PageClient.signedIn(server, "eva");
    assertThat(eva.page("/").select("a[href=/audit]")).hasSize(1);
    Document log = eva.page("/audit?who=dave");
    assertThat(log.select("tbody td:nth-child(3)").eachText()).isNotEmpty().containsOnly("dave");
    Document approvals = eva.page("/audit?action=approved&model=delay");
    assertThat(approvals.select("tbody tr").text()).contains("as good as the rules, and faster");
    Document older = eva.page("/audit?before=2");
    assertThat(older.select("tbody td:nth-child(4)").eachText()).containsExactly("roles");
    Document history = PageClient.signedIn(server, "carl").page("/models/ops/delay/history");
    assertThat(history.select("tbody").text()).contains("as good as the rules");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/no/such/page", "/models/ops/none", "/models/ops/delay/versions/99"})
  void saysWhatIsNotThere(String path) throws Exception {
    HttpResponse<String> missing = PageClient.signedIn(server, "carl").get(path);
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(Jsoup.parse(missing.body()).select("h1").text()).isIn("Not found");
    HttpResponse<String> toPrograms = server.get(path);
    assertThat(toPrograms.statusCode()).isIn(404, 303);
    assertThat(toPrograms.body()).doesNotContain("Signed in");
  }

  @ParameterizedTest
  @CsvSource({"/sign-in, 200", "/, 303", "/nothing, 404"})
  void loadsNothingFromElsewhere(String path, int status) throws Exception {
    HttpResponse<String> response = new PageClient(server).get(path);
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
      damaged.catalog().publish(WebModels.publication("ops/delay", 2, 0.66, true));
      Files.writeString(file(damaged, other, 1, "evaluation.json"), "{}");
      Files.writeString(file(damaged, other, 2, "manifest.json"), "{}");
      Document page = new PageClient(damaged).page(VERSION + "1");
      assertThat(page.select(".notice.warn").text()).contains("evaluation.json");
      assertThat(page.select(".card h3").text()).isEqualTo("ops/delay");

      Files.writeString(other.resolve("catalog/log/%020d.json".formatted(3)), "{}");
      HttpResponse<String> broken = new PageClient(damaged).get("/");
      assertThat(broken.statusCode()).isEqualTo(500);
      assertThat(broken.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/plain");
      assertThat(broken.body()).contains("0003.json");
    }
  }

  private static Path file(RunningServer of, Path folder, int version, String name) {
    String data = of.catalog().resolve("ops/delay/" + version).dataId();
    return folder.resolve("catalog/data").resolve(data).resolve(name);
  }
}
