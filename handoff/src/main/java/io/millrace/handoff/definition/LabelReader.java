package io.millrace.handoff.definition;

import com.typesafe.config.Config;
import io.millrace.spec.target.LabelSpec;
import io.millrace.spec.target.LinkSpec;
import io.millrace.spec.target.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code label}. */
final class LabelReader {
  private static final String LINKS = "link-prediction";
  private static final Kind<String> TASKS =
      Kind.oneOf(
          Stream.concat(Arrays.stream(Task.values()).map(Kind::text), Stream.of(LINKS))
              .toArray(String[]::new));
  private static final int NEGATIVES = 1;
  private static final long SEED = 1;

  private LabelReader() {}

  static Optional<LabelSpec> label(Section root) {
    return root.section("label").flatMap(LabelReader::readLabel);
  }

  private static Optional<LabelSpec> readLabel(Section section) {
    if (predictsLinks(section)) {
      return links(section);
    }
    String column = section.required("column", Kind.TEXT);
    Optional<Task> known = section.need("task", TASKS).map(LabelReader::task);
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
        () -> new LabelSpec(column, known.orElseThrow(), atLeast, positive, classes, null));
  }

  private static Optional<LabelSpec> links(Section section) {
    section.need("task", TASKS);
    String table = section.required("edges", Kind.TEXT);
    int negatives = section.optional("negatives", Kind.WHOLE, NEGATIVES);
    long seed = section.optional("seed", Kind.LONG, SEED);
    return section.build(() -> LabelSpec.ofLinks(new LinkSpec(table, negatives, seed)));
  }

  /** Whether a link is there is a binary task. */
  private static Task task(String name) {
    return name.equals(LINKS)
        ? Task.BINARY
        : Arrays.stream(Task.values())
            .filter(task -> Kind.text(task).equals(name))
            .findFirst()
            .orElseThrow();
  }

  /** Whether links are predicted, which may be known where the rest of the label is wrong. */
  static boolean predictsLinks(Section any) {
    Config definition = any.problems().source().root().toConfig();
    return definition.hasPath("label.task")
        && definition.getValue("label.task").unwrapped().equals(LINKS);
  }

  /** The task alone, which may be known where the rest of the label is wrong. */
  static Optional<Task> task(Section root) {
    return root.optionalSection("label")
        .filter(section -> section.has("task"))
        .flatMap(section -> section.need("task", TASKS))
        .map(LabelReader::task);
  }
}
