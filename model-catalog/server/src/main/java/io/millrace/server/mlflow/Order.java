package io.millrace.server.mlflow;

import io.millrace.server.api.ApiException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** MLflow's {@code order_by}: names of fields, each with ASC or DESC behind it. */
final class Order {
  private static final int MAX_CLAUSES = 10;
  private static final Pattern SPACES = Pattern.compile("\\s+");

  private Order() {}

  /**
   * @param fields how to compare by each name
   * @param last decides where all others are equal, so that the order is total
   */
  static <T> Comparator<T> parse(
      List<String> clauses, Map<String, Comparator<T>> fields, Comparator<T> last) {
    if (clauses.size() > MAX_CLAUSES) {
      throw ApiException.invalid(
          "Cannot order by %d fields (expected at most %d)."
              .formatted(clauses.size(), MAX_CLAUSES));
    }
    return Stream.concat(clauses.stream().map(clause -> one(clause, fields)), Stream.of(last))
        .reduce(Comparator::thenComparing)
        .orElseThrow();
  }

  private static <T> Comparator<T> one(String clause, Map<String, Comparator<T>> fields) {
    String[] words = SPACES.split(clause.strip().replace("`", ""), 3);
    Comparator<T> field = fields.get(words[0]);
    String direction = words.length > 1 ? words[1].toUpperCase(Locale.ROOT) : "ASC";
    if (field == null || words.length > 2 || !List.of("ASC", "DESC").contains(direction)) {
      throw ApiException.invalid(
          "Cannot order by '%s' (expected one of %s, and ASC or DESC behind it)."
              .formatted(clause, fields.keySet().stream().sorted().toList()));
    }
    return direction.equals("DESC") ? field.reversed() : field;
  }
}
