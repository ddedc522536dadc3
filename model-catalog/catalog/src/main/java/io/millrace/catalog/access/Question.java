package io.millrace.catalog.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks to do.
 *
 * @param team of the model; {@link Roles#ALL} where it concerns the catalog
 * @param alias that moves or goes; null for other operations
 * @param version that is approved, or that the alias moves to; null for other operations
 */
public record Question(
    Operation operation, String team, @Nullable String alias, @Nullable Subject version) {
  /**
   * A version, as four eyes look at it.
   *
   * @param text names it in reasons
   * @param publishers who published it, and for an imported one who did so at its origin
   * @param approvers who approved it, unless it was rejected afterwards
   */
  public record Subject(String text, Set<String> publishers, Set<String> approvers) {
    public Subject {
      publishers = Set.copyOf(publishers);
      approvers = Set.copyOf(approvers);
    }

    boolean approvedByOthers() {
      return approvers.stream().anyMatch(approver -> !publishers.contains(approver));
    }
  }

  /** An operation that depends on nothing but the team. */
  public static Question of(Operation operation, String team) {
    return new Question(operation, team, null, null);
  }
}
