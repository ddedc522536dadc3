package io.millrace.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds what a mistyped name was meant to be. */
final class Nearest {
  private static final int MOST = 3;

  private Nearest() {}

  /** The known names that are closest, best first; at most three, and none that are far off. */
  static List<String> of(String name, Collection<String> known) {
    int limit = Math.max(2, name.length() / 2);
    return known.stream()
        .filter(candidate -> distance(name, candidate) <= limit)
        .sorted(
            Comparator.comparingInt((String candidate) -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MOST)
        .toList();
  }

  /** A sentence such as " The nearest: 'a', 'b'.", or all known names where none is near. */
  static String sentence(String what, String name, Collection<String> known) {
    if (known.isEmpty()) {
      return " There are no %s.".formatted(what);
    }
    List<String> near = of(name, known);
    String shown = String.join("', '", near.isEmpty() ? known.stream().limit(10).toList() : near);
    String more =
        near.isEmpty() && known.size() > 10 ? " and " + (known.size() - 10) + " more" : "";
    return (near.isEmpty() ? " Known %s: '%s'%s." : " Nearest %s: '%s'%s.")
        .formatted(what, shown, more);
  }

  /** Levenshtein's distance, ignoring case. */
  private static int distance(String left, String right) {
    int[] previous = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int[] current = new int[right.length() + 1];
      current[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        char a = Character.toLowerCase(left.charAt(i - 1));
        char b = Character.toLowerCase(right.charAt(j - 1));
        int replaced = previous[j - 1] + (a == b ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[right.length()];
  }
}
