package io.millrace.acceptance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The jars that are shipped, against {@code deploy/supply/known-vulnerable.csv}. */
class KnownVulnerabilitiesIT {
  private static final Path SUPPLY = Launch.HOME.resolve("deploy/supply");
  private static final Pattern SUPPRESSED = Pattern.compile("<(?:cve|vulnerabilityName)>([^<]+)</");

  private static List<KnownVulnerability> known;
  private static List<ShippedJar> shipped;

  @BeforeAll
  static void read() throws IOException {
    known = KnownVulnerability.read(SUPPLY.resolve("known-vulnerable.csv"));
    shipped = ShippedJar.all(Launch.HOME);
  }

  @Test
  void shipsNoVulnerableJarWithoutReason() {
    List<String> found = new ArrayList<>();
    for (KnownVulnerability vulnerability : known) {
      for (ShippedJar jar : shipped) {
        if (vulnerability.isIn(jar) && !vulnerability.accepts(jar)) {
          found.add(
              "%s %s has %s (fixed in %s)"
                  .formatted(jar.name(), jar.version(), vulnerability.id(), vulnerability.fixed()));
        }
      }
    }

    assertThat(shipped).hasSizeGreaterThan(300);
    assertThat(found).isEmpty();
  }

  /** Else a reason would outlive the version that it was thought out for. */
  @Test
  void acceptsNothingThatIsNoLongerShipped() {
    List<String> stale = new ArrayList<>();
    for (KnownVulnerability vulnerability : known) {
      for (String version : vulnerability.accepted()) {
        if (!vulnerability.accepts(new ShippedJar(vulnerability.jar(), version))
            || !shipped.contains(new ShippedJar(vulnerability.jar(), version))) {
          stale.add(vulnerability.id() + " accepted for " + vulnerability.jar() + " " + version);
        }
      }
    }

    assertThat(stale).isEmpty();
    assertThat(known)
        .allSatisfy(v -> assertThat(v.why().isEmpty()).isEqualTo(v.accepted().isEmpty()));
  }

  @Test
  void pageShowsTheFile() throws IOException {
    assertThat(Files.readString(Launch.HOME.resolve("docs/dependencies.md")))
        .contains(acceptedTable())
        .contains(refusedTable());
  }

  @Test
  void scannersSuppressWhatIsAccepted() throws IOException {
    Set<String> suppressed = new TreeSet<>();
    Matcher ids = SUPPRESSED.matcher(Files.readString(SUPPLY.resolve("suppressed.xml")));
    while (ids.find()) {
      suppressed.add(ids.group(1));
    }

    assertThat(suppressed)
        .containsExactlyInAnyOrderElementsOf(
            new TreeSet<>(
                known.stream()
                    .filter(v -> !v.accepted().isEmpty())
                    .map(KnownVulnerability::id)
                    .toList()));
  }

  private static String acceptedTable() {
    Map<String, List<String>> rows =
        known.stream()
            .filter(v -> !v.accepted().isEmpty())
            .collect(
                groupingBy(
                    KnownVulnerabilitiesIT::jarAndReason,
                    LinkedHashMap::new,
                    mapping(KnownVulnerabilitiesIT::idAndFix, toList())));
    return "| in | id, and in which version it is fixed | why it may stay |\n| --- | --- | --- |\n"
        + rows.entrySet().stream()
            .map(row -> row.getKey().formatted(String.join(", ", row.getValue())))
            .collect(joining());
  }

  private static String jarAndReason(KnownVulnerability v) {
    String inside = v.inside().isEmpty() ? "" : ", with " + v.inside() + " inside";
    return "| `"
        + v.jar()
        + "` "
        + String.join(", ", v.accepted())
        + inside
        + " | %s | "
        + v.why()
        + " |\n";
  }

  private static String idAndFix(KnownVulnerability v) {
    return v.fixed().isEmpty() ? v.id() : v.id() + " (" + v.fixed() + ")";
  }

  private static String refusedTable() {
    Map<String, String> rows =
        known.stream()
            .filter(v -> v.accepted().isEmpty())
            .collect(
                groupingBy(
                    v -> "| `" + v.jar() + "` " + v.affected() + " | ",
                    LinkedHashMap::new,
                    mapping(KnownVulnerability::id, joining(", "))));
    return "| refused | for |\n| --- | --- |\n"
        + rows.entrySet().stream()
            .map(row -> row.getKey() + row.getValue() + " |\n")
            .collect(joining());
  }
}
