package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A real browser without a screen. Nothing is looked for on a network: both programs are installed.
 */
final class Chromium implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ChromeDriver driver;
  private final String axe;

  private Chromium(ChromeDriver driver, String axe) {
    this.driver = driver;
    this.axe = axe;
  }

  /** Skips the test where there is none. */
  static Chromium start(Path profile) {
    Optional<Path> browser = onPath("chromium");
    Optional<Path> server = onPath("chromedriver");
    assumeThat(browser.isPresent() && server.isPresent())
        .as("chromium and chromedriver on the PATH (Debian: chromium, chromium-driver)")
        .isTrue();
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.orElseThrow().toFile());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,900",
        "--user-data-dir=" + profile);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(server.orElseThrow().toFile())
            .usingAnyFreePort()
            .build();
    return new Chromium(new ChromeDriver(service, options), script());
  }

  private static Optional<Path> onPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String script() {
    try (InputStream in = Chromium.class.getResourceAsStream("/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read axe.min.js", e);
    }
  }

  void open(Object address) {
    driver.get(address.toString());
  }

  String path() {
    return String.valueOf(driver.executeScript("return location.pathname + location.search"));
  }

  WebElement find(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  /** Finds it once it is there, as on a page to which another leads by itself. */
  WebElement await(String css) {
    driver.manage().timeouts().implicitlyWait(PATIENCE);
    try {
      return find(css);
    } finally {
      driver.manage().timeouts().implicitlyWait(Duration.ZERO);
    }
  }

  List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  Object script(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Presses the tab key until what has the focus is what is looked for. */
  void tabTo(String css) {
    for (int pressed = 0; pressed < 80; pressed++) {
      new Actions(driver).sendKeys(Keys.TAB).perform();
      WebElement focused = driver.switchTo().activeElement();
      if (Boolean.TRUE.equals(script("return arguments[0].matches(arguments[1])", focused, css))) {
        return;
      }
    }
    throw new AssertionError("The tab key does not lead to " + css);
  }

  void press(CharSequence keys) {
    // Unlike an action, this waits for the page to which it leads.
    driver.switchTo().activeElement().sendKeys(keys);
  }

  /** Shows pages as on another screen. */
  void look(int width, boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** Fails at what axe finds wrong for those who read with other senses or devices. */
  void requireAccessible(String where) {
    driver.executeScript(axe);
    Object found =
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document).then(
                result => done(result.violations.flatMap(v => v.nodes.map(
                    n => v.id + ': ' + n.html + ' ' + n.failureSummary))),
                error => done([String(error)]));
            """);
    assertThat((List<?>) found).as(where).isEmpty();
  }

  /** What the console has to say since the last time, such as of a policy that was violated. */
  List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  /** All of the page as a picture for people, in {@code target/screenshots}. */
  void photograph(String name) throws IOException {
    Object data =
        driver
            .executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
            .get("data");
    Path folder = Files.createDirectories(Path.of("target", "screenshots"));
    String file = name.replaceAll("[^A-Za-z0-9]+", "-") + ".png";
    Files.write(folder.resolve(file), Base64.getDecoder().decode(data.toString()));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
