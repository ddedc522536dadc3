package io.millrace.server.mlflow;

import io.millrace.server.api.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a filter into its words. */
final class FilterTokens {
  private static final int MAX_LENGTH = 2000;
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:'(?<single>[^']*)'|\"(?<twice>[^\"]*)\"|`(?<back>[^`]*)`|(?<sign>!=|=|>=|<=|>|<|\\(|\\)|,|\\.)|(?<word>[A-Za-z0-9_][A-Za-z0-9_-]*))");

  /** What a word is. */
  enum Kind {
    TEXT,
    SIGN,
    WORD
  }

  /** A word. */
  record Token(Kind kind, String text) {
    boolean is(String word) {
      return kind != Kind.TEXT && text.equalsIgnoreCase(word);
    }
  }

  private FilterTokens() {}

  static List<Token> of(String filter) {
    if (filter.length() > MAX_LENGTH) {
      throw ApiException.invalid(
          "Cannot use the filter: it has %d characters (expected at most %d)."
              .formatted(filter.length(), MAX_LENGTH));
    }
    String text = filter.strip();
    Matcher matcher = TOKEN.matcher(text);
    List<Token> tokens = new ArrayList<>();
    int position = 0;
    while (position < text.length()) {
      if (!matcher.region(position, text.length()).lookingAt()) {
        throw Filter.wrong(filter, "'" + text.charAt(position) + "'");
      }
      tokens.add(token(matcher));
      position = matcher.end();
    }
    return tokens;
  }

  private static Token token(Matcher matcher) {
    for (String group : List.of("single", "twice", "back")) {
      String quoted = matcher.group(group);
      if (quoted != null) {
        // A key in backquotes stands where a word does; a value is always in quotes.
        return new Token(group.equals("back") ? Kind.WORD : Kind.TEXT, quoted);
      }
    }
    String sign = matcher.group("sign");
    return sign != null ? new Token(Kind.SIGN, sign) : new Token(Kind.WORD, matcher.group("word"));
  }
}
