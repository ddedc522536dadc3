package io.millrace.benchmarks.catalog;

import io.millrace.benchmarks.measure.Child;
import io.millrace.benchmarks.measure.Figures;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.RaceReader;
import io.millrace.catalog.VerifyReport;
import io.millrace.catalog.VersionEntry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Publishers at once, and publishers that are killed: nothing is lost and nothing given twice. */
final class Races {
  /**
   * So some are killed at their tenth publication and some in their first, on slow machines too.
   */
  private static final int MOST_PUBLICATIONS = 10;

  /** From one publication into the next. */
  private static final int LONGEST_PAUSE_MS = 50;

  private static final int ENDLESS = 1_000_000;

  private Races() {}

  /** Whether every publication is there, once. */
  static boolean publish(String root, int publishers, int publications)
      throws IOException, InterruptedException {
    List<Child> children = new ArrayList<>();
    try (RaceReader reader = RaceReader.start(root, Publisher.MODEL)) {
      for (int i = 0; i < publishers; i++) {
        int runs = publications / publishers + (i < publications % publishers ? 1 : 0);
        children.add(Child.start(Publisher.class, root, "publisher" + i, String.valueOf(runs)));
      }
      for (Child child : children) {
        child.awaitReady();
      }
      long start = System.nanoTime();
      for (Child child : children) {
        child.go();
      }
      List<String> said = new ArrayList<>();
      for (Child child : children) {
        said.addAll(child.finish());
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      Map<String, Object> facts = facts(root, said);
      // It throws if it saw a version that was not whole.
      facts.put("readMeanwhile", reader.end());
      facts.put("publishers", publishers);
      facts.put("publications", said.size());
      facts.put("seconds", Figures.rounded(seconds));
      Figures.print("catalog.publish.perSecond", Figures.rounded(said.size() / seconds), facts);
      return said.size() == publications && isSound(facts) && facts.get("orphans").equals(0);
    } finally {
      children.forEach(Child::close);
    }
  }

  /** Whether all that was said to be published is there after as many kills. */
  static boolean kill(String root, int kills, int publishers, long seed)
      throws IOException, InterruptedException {
    Random random = new Random(seed);
    List<String> said = new ArrayList<>();
    int killed = 0;
    while (killed < kills) {
      List<Child> children = new ArrayList<>();
      try {
        for (int i = 0; i < Math.min(publishers, kills - killed); i++) {
          String name = "killed" + (killed + i);
          children.add(Child.start(Publisher.class, root, name, String.valueOf(ENDLESS)));
        }
        for (Child child : children) {
          child.awaitReady();
        }
        for (Child child : children) {
          child.go();
        }
        for (Child child : children) {
          for (int line = random.nextInt(MOST_PUBLICATIONS); line > 0; line--) {
            said.add(child.line());
          }
          TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MS));
          said.addAll(child.kill());
          killed++;
        }
      } finally {
        children.forEach(Child::close);
      }
    }
    Map<String, Object> facts = facts(root, said);
    facts.put("published", said.size());
    Catalog catalog = Catalog.open(root);
    catalog.keeper().collectGarbage(Duration.ZERO);
    VerifyReport clean = catalog.verify();
    facts.put("orphansAfterCollection", clean.orphans().size());
    facts.put("problemsAfterCollection", clean.problems().size());
    Figures.print("catalog.kill.kills", killed, facts);
    return isSound(facts) && clean.clean() && clean.orphans().isEmpty();
  }

  /**
   * What is wrong, counted: lines are {@code run number}, and every one of them must be true of the
   * catalog. A publisher that was killed may have published one more than it could say.
   */
  private static Map<String, Object> facts(String root, List<String> said) {
    Catalog catalog = Catalog.open(root);
    Optional<ModelEntry> model =
        catalog.models().stream().filter(entry -> entry.name().equals(Publisher.MODEL)).findFirst();
    List<VersionEntry> versions = model.map(ModelEntry::versions).orElse(List.of());
    Map<String, Integer> numbers =
        versions.stream()
            .collect(
                Collectors.toMap(VersionEntry::runId, VersionEntry::version, (one, two) -> -1));
    long lost =
        said.stream()
            .map(line -> line.split(" ", -1))
            .filter(
                words ->
                    words.length != 2 || !String.valueOf(numbers.get(words[0])).equals(words[1]))
            .count();
    VerifyReport report = catalog.verify();
    report.problems().stream().limit(5).forEach(System.err::println);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("versions", versions.size());
    facts.put("lost", lost);
    facts.put("twice", versions.size() - numbers.size());
    facts.put("problems", report.problems().size());
    facts.put("orphans", report.orphans().size());
    return facts;
  }

  private static boolean isSound(Map<String, Object> facts) {
    return facts.get("lost").equals(0L)
        && facts.get("twice").equals(0)
        && facts.get("problems").equals(0);
  }
}
