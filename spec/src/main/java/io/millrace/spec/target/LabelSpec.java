package io.millrace.spec.target;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The label. Rows without one are rejected rows.
 *
 * @param column the column it is made from; no feature may use it. Null where links are predicted
 * @param atLeast binary: the label is 1 where the column is at least this, null otherwise
 * @param positive binary: the label is 1 where the column, as text, is one of these; else empty
 * @param classes multi-class: the values in the order of their class index; else empty. A value
 *     outside is a rejected row
 * @param links where links of a graph are predicted: the task is binary, and the label is 1 for two
 *     nodes with an edge between them; else null
 */
public record LabelSpec(
    @Nullable String column,
    Task task,
    @Nullable Double atLeast,
    List<String> positive,
    List<String> classes,
    @Nullable LinkSpec links) {
  public LabelSpec {
    positive = List.copyOf(positive);
    classes = List.copyOf(classes);
    if ((links == null) == (column == null)) {
      throw new IllegalArgumentException(
          "Cannot make a label from column '%s' and links %s (expected one of them)."
              .formatted(column, links));
    }
    boolean values = atLeast != null || !positive.isEmpty() || !classes.isEmpty();
    if (links != null && (task != Task.BINARY || values)) {
      throw new IllegalArgumentException(
          "Cannot predict links of table '%s': the task is %s, with at-least, positive or classes (expected binary, without them)."
              .formatted(links.table(), task));
    }
    if (links == null && task == Task.BINARY && (atLeast == null) == positive.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot make a binary label from column '%s': found %s (expected one of at-least and positive)."
              .formatted(column, atLeast == null ? "neither" : "both"));
    }
    if (task == Task.MULTICLASS && classes.size() < 3) {
      throw new IllegalArgumentException(
          "Cannot make a multi-class label from column '%s': %d classes (expected at least 3)."
              .formatted(column, classes.size()));
    }
  }

  /** Whether two nodes are linked. */
  public static LabelSpec ofLinks(LinkSpec links) {
    return new LabelSpec(null, Task.BINARY, null, List.of(), List.of(), links);
  }

  /** Number of scores that a model gives for a row: classes, or 1. */
  public int width() {
    return task == Task.MULTICLASS ? classes.size() : 1;
  }

  /** The classes in the order of their index, 0 and 1 for the binary task; empty for regression. */
  public List<String> classNames() {
    return task == Task.BINARY ? List.of("0", "1") : classes;
  }
}
