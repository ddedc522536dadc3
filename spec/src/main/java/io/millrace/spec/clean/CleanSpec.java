package io.millrace.spec.clean;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a table is cleaned.
 *
 * @param table the table that is cleaned; the others serve as references
 * @param columns one entry for each column of the table, in its order; a column always has a cast
 *     rule
 * @param duplicates exact duplicates by key, null where they are not looked for (they cost a
 *     shuffle)
 */
public record CleanSpec(String table, List<ColumnRules> columns, @Nullable Duplicates duplicates) {
  public CleanSpec {
    columns = List.copyOf(columns);
  }

  /**
   * Rows that are equal in these columns (after casts and clips); the first in the order of all
   * columns stays.
   *
   * @param columns the key; empty means all columns
   * @param policy reject or fail
   */
  public record Duplicates(List<String> columns, Policy policy) {
    public Duplicates {
      columns = List.copyOf(columns);
      if (policy != Policy.REJECT && policy != Policy.FAIL) {
        throw new IllegalArgumentException(
            "Cannot use policy %s for duplicates (expected reject or fail)."
                .formatted(policy.name().toLowerCase(java.util.Locale.ROOT)));
      }
    }
  }
}
