package io.millrace.handoff.definition;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that a typo was probably meant to be. */
final class Nearest {
  private Nearest() {}

  /** The known word with the fewest edits, if they are few enough to be a typo. */
  static Optional<String> to(String word, Collection<String> known) {
    String best = null;
    int least = Math.max(2, word.length() / 3) + 1;
    for (String candidate : known) {
      int edits = edits(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (edits < least && edits < Math.max(word.length(), candidate.length())) {
        least = edits;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /** {@code (expected one of a, b; did you mean 'a'?)}. */
  static String expected(String word, Collection<String> known) {
    String list =
        known.isEmpty() ? "none" : (known.size() > 1 ? "one of " : "") + String.join(", ", known);
    return "(expected %s%s)"
        .formatted(list, to(word, known).map("; did you mean '%s'?"::formatted).orElse(""));
  }

  /** Optimal string alignment distance: a swap of two neighbours counts as one edit. */
  private static int edits(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 ? j : j == 0 ? i : cell(a, b, d, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int cell(String a, String b, int[][] d, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
  }
}
