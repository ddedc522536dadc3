package io.millrace.spec.table;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A typed column of a table.
 *
 * @param pattern how a timestamp or date is written in text input (java.time pattern letters), null
 *     for ISO-8601
 */
public record Column(String name, ColumnType type, @Nullable String pattern) {
  public Column {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    if (name.isBlank()) {
      throw new IllegalArgumentException("Cannot name a column: the name is blank.");
    }
    if (pattern != null && !type.isTemporal()) {
      throw new IllegalArgumentException(
          "Cannot use a pattern for column '%s': type %s (expected timestamp or date)."
              .formatted(name, type.text()));
    }
  }

  public Column(String name, ColumnType type) {
    this(name, type, null);
  }
}
