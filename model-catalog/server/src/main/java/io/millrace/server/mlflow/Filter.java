package io.millrace.server.mlflow;

import io.millrace.server.api.ApiException;
import io.millrace.server.mlflow.FilterTokens.Kind;
import io.millrace.server.mlflow.FilterTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * MLflow's filters: {@code key comparator 'value'}, joined by {@code AND}. Comparators are {@code
 * =}, {@code !=}, {@code LIKE}, {@code ILIKE} and {@code IN ('a', 'b')}, and for numbers also
 * {@code <}, {@code <=}, {@code >}, {@code >=}.
 */
final class Filter {
  private final String text;
  private final Set<String> keys;
  private final Set<String> numbers;
  private final List<Token> tokens;
  private int position;

  private Filter(String text, Set<String> keys, Set<String> numbers) {
    this.text = text;
    this.keys = keys;
    this.numbers = numbers;
    this.tokens = FilterTokens.of(text);
  }

  /**
   * A filter over things whose fields are told by name; {@code tags.x} for tags.
   *
   * @param keys that may be named besides tags
   * @param numbers those of them that are compared as numbers
   * @param field of a thing, null where it has none of that name
   */
  static <T> Predicate<T> parse(
      String text,
      Set<String> keys,
      Set<String> numbers,
      Function<T, Function<String, @Nullable String>> field) {
    Filter filter = new Filter(text, keys, numbers);
    List<Clause> clauses = filter.clauses();
    return thing -> {
      Function<String, @Nullable String> fields = field.apply(thing);
      return clauses.stream().allMatch(clause -> clause.holds(fields.apply(clause.key())));
    };
  }

  private List<Clause> clauses() {
    List<Clause> clauses = new ArrayList<>();
    while (position < tokens.size()) {
      if (!clauses.isEmpty() && !next().is("AND")) {
        throw wrong(text, "'" + tokens.get(position - 1).text() + "'");
      }
      clauses.add(clause());
    }
    return clauses;
  }

  private Clause clause() {
    String key = key();
    Token comparator = next();
    if (comparator.is("IN")) {
      return new Clause(key, "IN", values(), false);
    }
    boolean number = numbers.contains(key);
    Set<String> known =
        number ? Set.of("=", "!=", "<", "<=", ">", ">=") : Set.of("=", "!=", "LIKE", "ILIKE");
    String name = comparator.text().toUpperCase(Locale.ROOT);
    if (comparator.kind() == Kind.TEXT || !known.contains(name)) {
      throw wrong(text, "'" + comparator.text() + "' behind '" + key + "'");
    }
    return new Clause(key, name, List.of(value(number)), number);
  }

  private String key() {
    Token first = next();
    if (first.kind() != Kind.WORD) {
      throw wrong(text, "'" + first.text() + "'");
    }
    if (first.is("tags") || first.is("tag")) {
      expect(".");
      StringBuilder key = new StringBuilder("tags.").append(next().text());
      while (position < tokens.size() && tokens.get(position).is(".")) {
        position++;
        key.append('.').append(next().text());
      }
      return key.toString();
    }
    if (!keys.contains(first.text())) {
      throw ApiException.invalid(
          "Cannot use the filter '%s': key '%s' is not known (expected one of %s, or tags.<key>)."
              .formatted(text, first.text(), keys.stream().sorted().toList()));
    }
    return first.text();
  }

  private List<String> values() {
    expect("(");
    List<String> values = new ArrayList<>(List.of(value(false)));
    while (tokens.size() > position && tokens.get(position).is(",")) {
      position++;
      values.add(value(false));
    }
    expect(")");
    return values;
  }

  private String value(boolean number) {
    Token value = next();
    boolean fits = number ? value.text().matches("\\d{1,9}") : value.kind() == Kind.TEXT;
    if (!fits) {
      throw wrong(text, "value '" + value.text() + "'");
    }
    return value.text();
  }

  private void expect(String sign) {
    Token found = next();
    if (!found.is(sign)) {
      throw wrong(text, "'" + found.text() + "'");
    }
  }

  private Token next() {
    if (position >= tokens.size()) {
      throw wrong(text, "its end");
    }
    return tokens.get(position++);
  }

  static ApiException wrong(String filter, String found) {
    return ApiException.invalid(
        "Cannot use the filter '%s': found %s (expected key comparator 'value', joined by AND)."
            .formatted(filter, found));
  }

  private record Clause(String key, String comparator, List<String> values, boolean number) {
    boolean holds(@Nullable String found) {
      if (found == null) {
        return false;
      }
      return switch (comparator) {
        case "=" -> number ? compare(found) == 0 : found.equals(values.get(0));
        case "!=" -> number ? compare(found) != 0 : !found.equals(values.get(0));
        case "<" -> compare(found) < 0;
        case "<=" -> compare(found) <= 0;
        case ">" -> compare(found) > 0;
        case ">=" -> compare(found) >= 0;
        case "IN" -> values.contains(found);
        case "LIKE" -> Like.matches(values.get(0), found);
        case "ILIKE" ->
            Like.matches(values.get(0).toLowerCase(Locale.ROOT), found.toLowerCase(Locale.ROOT));
        default -> throw new IllegalStateException("No rule for " + comparator);
      };
    }

    private int compare(String found) {
      return Integer.compare(Integer.parseInt(found), Integer.parseInt(values.get(0)));
    }
  }
}
