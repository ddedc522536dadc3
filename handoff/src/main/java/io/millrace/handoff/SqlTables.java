package io.millrace.handoff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tables a query may read: words of its text that are names of tables. Comments and texts in
 * quotes do not count, nor do names that the query gives by {@code as} or that stand behind a dot,
 * which are those of columns. A column that is called like a table is taken for it.
 */
public final class SqlTables {
  /** What begins first wins: a comment, a text, a name in backticks, a word. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "--[^\\n]*|/\\*.*?\\*/|'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\""
              + "|(?<dot>\\.\\s*)?(?:`(?<quoted>[^`]+)`|(?<word>\\w+))",
          Pattern.DOTALL);

  private SqlTables() {}

  /** The tables that the query names, each once, in the order of {@code known}. */
  public static List<String> in(String sql, Collection<String> known) {
    List<String> words = words(sql);
    return known.stream().filter(table -> words.contains(lower(table))).toList();
  }

  private static List<String> words(String sql) {
    List<String> words = new ArrayList<>();
    boolean named = false;
    Matcher token = TOKEN.matcher(sql);
    while (token.find()) {
      String word = token.group("quoted") == null ? token.group("word") : token.group("quoted");
      if (word == null) {
        continue;
      }
      if (token.group("dot") == null && !named) {
        words.add(lower(word));
      }
      named = "as".equalsIgnoreCase(token.group("word"));
    }
    return words;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
