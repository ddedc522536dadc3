package io.millrace.benchmarks.scores;

import io.millrace.benchmarks.measure.Scratch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains models on public data by {@code millrace run}, each several times, and compares their test
 * scores with what is known of such models. Prints one line of JSON for each figure. Exit code 1: a
 * target was missed, 2: wrong arguments or missing data.
 */
public final class ReferenceScores {
  private static final String ONLY = "--only";

  private ReferenceScores() {}

  /** Arguments: the source tree, and {@code --only SET,SET,...}. */
  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[0]);
    Map<ReferenceSet, Path> folders = new LinkedHashMap<>();
    sets(arguments).forEach(set -> folders.put(set, DataSets.folder(home, set.folder())));
    Product product = new Product(home, Scratch.create("millrace-scores-"));
    boolean good = true;
    for (Map.Entry<ReferenceSet, Path> entry : folders.entrySet()) {
      ReferenceSet set = entry.getKey();
      String data = "%s=%s".formatted(set.folder(), entry.getValue());
      List<Product.Run> runs = new ArrayList<>();
      for (List<String> more : set.runs()) {
        List<String> options = new ArrayList<>(List.of("--set", data));
        options.addAll(more);
        runs.add(product.run(set.word(), set.definition(), options));
      }
      for (Target target : set.targets()) {
        good &= target.judge(set.word(), runs);
      }
    }
    System.exit(good ? 0 : 1);
  }

  private static List<ReferenceSet> sets(String[] arguments) {
    List<ReferenceSet> all = List.of(ReferenceSet.values());
    if (arguments.length == 1) {
      return all;
    }
    List<String> words = all.stream().map(ReferenceSet::word).toList();
    List<String> given =
        arguments.length == 3 && arguments[1].equals(ONLY)
            ? List.of(arguments[2].split(",", -1))
            : List.of("");
    if (!words.containsAll(given)) {
      System.err.printf(
          "Cannot measure: found '%s' (expected nothing, or %s with some of %s).%n",
          String.join(" ", Arrays.asList(arguments).subList(1, arguments.length)),
          ONLY,
          String.join(",", words));
      System.exit(2);
    }
    return all.stream().filter(set -> given.contains(set.word())).toList();
  }
}
