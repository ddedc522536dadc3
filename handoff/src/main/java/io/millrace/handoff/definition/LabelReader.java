package io.millrace.handoff.definition;

import io.millrace.spec.target.LabelSpec;
import io.millrace.spec.target.Task;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code label}. */
final class LabelReader {
  private static final Kind<Task> TASKS = Kind.of(Task.class);

  private LabelReader() {}

  static Optional<LabelSpec> label(Section root) {
    return root.section("label").flatMap(LabelReader::readLabel);
  }

  private static Optional<LabelSpec> readLabel(Section section) {
    String column = section.required("column", Kind.TEXT);
    Optional<Task> known = section.need("task", TASKS);
    // Without a task any of its keys may be meant.
    boolean binary = known.orElse(Task.BINARY) == Task.BINARY;
    boolean multiclass = known.orElse(Task.MULTICLASS) == Task.MULTICLASS;
    @Nullable Double atLeast = binary ? section.optional("at-least", Kind.NUMBER) : null;
    List<String> positive =
        binary ? section.list("positive", Kind.TEXT).orElse(List.of()) : List.of();
    List<String> classes =
        multiclass ? section.list("classes", Kind.TEXT).orElse(List.of()) : List.of();
    if (classes.stream().distinct().count() < classes.size()) {
      section.problem(
          List.of("classes"),
          "Cannot make a multi-class label from column '%s': a class is named twice in %s (expected each once).",
          column,
          classes);
    }
    return section.build(
        () -> new LabelSpec(column, known.orElseThrow(), atLeast, positive, classes));
  }

  /** The task alone, which may be known where the rest of the label is wrong. */
  static Optional<Task> task(Section root) {
    return root.optionalSection("label")
        .filter(section -> section.has("task"))
        .flatMap(section -> section.need("task", TASKS));
  }
}
