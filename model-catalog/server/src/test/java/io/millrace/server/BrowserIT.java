package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.Catalog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The pages in a real browser. */
class BrowserIT {
  private static final String VERSION = "/models/ops/delay/versions/5";

  @TempDir private static Path folder;
  private static RunningServer server;
  private static Chromium browser;

  @BeforeAll
  static void start() throws IOException {
    browser = Chromium.start(folder.resolve("profile"));
    server = RunningServer.start(folder, options -> options);
    WebModels.fill(server.catalog());
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @AfterEach
  void signOut() {
    browser.look(1280, false);
    browser.open(server.uri("/sign-in"));
    browser.all(".who button").forEach(WebElement::click);
    // Also of policies that were violated the console tells.
    assertThat(browser.console()).isEmpty();
  }

  private static void signIn(String who) {
    browser.open(server.uri("/sign-in"));
    browser.find("#token").sendKeys(WebModels.token(server.catalog(), who) + Keys.ENTER);
    assertThat(browser.await(".who strong").getText()).isEqualTo(who);
  }

  @Test
  void approvesByTheKeyboardAlone() {
    Catalog catalog = server.catalog();
    browser.open(server.uri(VERSION));
    browser.await("#token");
    assertThat(browser.console()).allMatch(line -> line.contains("status of 401"));
    assertThat(browser.path()).startsWith("/sign-in");
    browser.tabTo("#token");
    browser.press(WebModels.token(catalog, "bob"));
    browser.press(Keys.ENTER);
    browser.await(".who strong");
    assertThat(browser.path()).isEqualTo(VERSION);

    // The first stop of the tab key leads past the navigation.
    browser.tabTo("a.skip");
    browser.press(Keys.ENTER);
    browser.tabTo("#approve-comment");
    browser.press("holds on snow");
    browser.tabTo("button[value=champion]");
    assertThat(browser.script("return getComputedStyle(document.activeElement).outlineStyle"))
        .isEqualTo("solid");
    browser.press(Keys.ENTER);

    assertThat(browser.await("[role=status]").getText()).isEqualTo("Approved.");
    assertThat(catalog.resolve("ops/delay@champion").version()).isEqualTo(5);
    assertThat(catalog.resolve("ops/delay/5").reviews())
        .extracting(review -> review.by() + ": " + review.reason())
        .containsExactly("bob: holds on snow");
  }

  @Test
  @Tag("full")
  void canBeReadByAllAndLoadsNothingFromElsewhere() throws IOException {
    browser.open(server.uri("/sign-in"));
    browser.requireAccessible("sign-in");
    browser.photograph("sign-in");
    signIn("eva");
    for (String path :
        List.of(
            "/",
            "/?q=nothing+like+that",
            "/models/ops/delay",
            VERSION,
            VERSION + "/compare?with=4",
            VERSION + "/compare?with=99",
            "/models/ops/delay/history",
            "/audit")) {
      for (boolean dark : new boolean[] {false, true}) {
        browser.look(1280, dark);
        browser.open(server.uri(path));
        browser.requireAccessible(path + (dark ? " in the dark" : ""));
        browser.photograph(path + (dark ? "-dark" : ""));
      }
      assertThat((List<?>) browser.script(LOADED)).as(path).hasSize(2).allMatch(own());
      assertThat(browser.console()).as(path).isEmpty();
    }
    browser.open(server.uri("/models/ops/none"));
    browser.requireAccessible("not found");
    browser.photograph("not-found");
    assertThat(browser.console())
        .allMatch(line -> line.contains("the server responded with a status of 404"));
  }

  private static final String LOADED =
      "return performance.getEntriesByType('resource').map(entry => entry.name)";

  private static Predicate<Object> own() {
    return address -> address.toString().startsWith(server.uri("/assets/").toString());
  }

  @Test
  void fitsAPhone() throws IOException {
    signIn("bob");
    browser.look(360, false);
    for (String path : List.of("/", "/models/ops/delay", VERSION, VERSION + "/compare?with=4")) {
      browser.open(server.uri(path));
      assertThat(browser.script("return document.documentElement.scrollWidth"))
          .as(path)
          .isEqualTo(360L);
      browser.requireAccessible(path + " on a phone");
      browser.photograph(path + "-phone");
    }
  }

  @Test
  void runsNoScriptOfACard() {
    signIn("carl");
    browser.open(server.uri(VERSION));
    assertThat(browser.find(".card").getText()).contains("document.title = \"taken over\"");
    assertThat(browser.script("return document.title")).asString().startsWith("ops/delay");
    // What does get into a page is stopped by its policy.
    browser.script(
        """
        window.ran = false;
        const own = document.createElement('script');
        own.textContent = 'window.ran = true';
        document.body.append(own);
        """);
    assertThat(browser.script("return window.ran")).isEqualTo(false);
    assertThat(browser.console()).anyMatch(line -> line.contains("Content Security Policy"));
  }

  @Test
  void staysSignedInWhereAnotherSiteLeadsHere() {
    signIn("carl");
    // To a browser localhost is another site than 127.0.0.1.
    browser.open(server.uri("/sign-in").toString().replace("127.0.0.1", "localhost"));
    browser.script("location.href = arguments[0]", server.uri(VERSION).toString());
    assertThat(browser.await(".who strong").getText()).isEqualTo("carl");
    assertThat(browser.path()).isEqualTo(VERSION);
    assertThat(browser.console()).allMatch(line -> line.contains("status of 401"));
  }

  @Test
  void findsAndPlots() {
    signIn("carl");
    browser.find("#q").sendKeys("arrival" + Keys.ENTER);
    browser.await("#q[value=arrival]");
    assertThat(browser.all("tbody tr")).hasSize(1);
    browser.find("tbody th a").click();
    assertThat(browser.path()).isEqualTo("/models/ops/delay");
    assertThat(browser.all("svg.plot circle")).hasSize(5);
    browser.find("#metric option[value=logLoss]").click();
    browser.find("form.line button").click();
    assertThat(browser.find("svg.plot desc").getAttribute("textContent"))
        .startsWith("logLoss of 5");
    browser.find("tbody th a").click();
    WebElement parent = browser.find("svg.lineage .before a");
    assertThat(parent.getText()).isEqualTo("ops/delay/4");
    parent.click();
    assertThat(browser.path()).isEqualTo("/models/ops/delay/versions/4");
  }
}
