package io.millrace.spec.clean;

import java.util.Comparator;
import java.util.List;

/** The rules of one column, in the order in which they run. */
public record ColumnRules(String column, List<Rule> rules) {
  private static final List<String> ORDER =
      List.of("cast", "range", "pattern", "allowed", "reference", "required");

  public ColumnRules {
    rules = rules.stream().sorted(Comparator.comparingInt(r -> ORDER.indexOf(r.kind()))).toList();
  }
}
