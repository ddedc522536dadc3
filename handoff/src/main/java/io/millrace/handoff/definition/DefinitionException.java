package io.millrace.handoff.definition;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A definition cannot be used. Carries all of its problems; trying again without a change fails.
 */
public final class DefinitionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  DefinitionException(String file, List<Problem> problems, @Nullable Throwable cause) {
    super(message(file, problems), cause);
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, in the order of the lines. Never empty. */
  public List<Problem> problems() {
    return problems;
  }

  private static String message(String file, List<Problem> problems) {
    return "Cannot use the definition '%s': %d problem%s.\n%s"
        .formatted(
            file,
            problems.size(),
            problems.size() == 1 ? "" : "s",
            problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
  }
}
