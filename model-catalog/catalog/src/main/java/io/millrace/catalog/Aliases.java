package io.millrace.catalog;

import io.millrace.catalog.Action.MoveAlias;
import io.millrace.catalog.Action.RemoveAlias;
import io.millrace.catalog.CatalogException.Reason;
import io.millrace.catalog.access.Roles;
import java.util.List;

/** The rules for aliases that have nothing to do with who asks. */
final class Aliases {
  /** Where a version waits for an approval. */
  static final String CANDIDATE = "candidate";

  private Aliases() {}

  /** Nothing to do if the alias points there already. */
  static List<Action> move(
      Resolver resolver, String model, String alias, int number, String reason) {
    ModelEntry entry = resolver.model(model);
    requireTarget(resolver.version(entry, number), alias);
    Integer previous = entry.aliases().get(alias);
    boolean there = previous != null && previous == number;
    return there ? List.of() : List.of(new MoveAlias(model, alias, number, previous, reason));
  }

  static List<Action> remove(Resolver resolver, String model, String alias, String reason) {
    Integer number = resolver.model(model).aliases().get(alias);
    if (number == null) {
      // Says that there is none, and what is near.
      resolver.version(model + "@" + alias);
      throw new IllegalStateException("An alias that is not there cannot be resolved");
    }
    return List.of(new RemoveAlias(model, alias, number, reason));
  }

  /** Also in an open catalog, where it moves without an approval. */
  static boolean isProtected(CatalogState state, String alias) {
    Roles roles = state.roles();
    return (roles == null ? Roles.DEFAULT_PROTECTED : roles.protectedAliases()).contains(alias);
  }

  static void requireTarget(VersionEntry version, String alias) {
    String why =
        version.rejected()
            ? "that version was rejected by its gate (expected a published one)"
            : version.declined()
                ? "that version was rejected by its reviewer (expected one that was not)"
                : version.lifecycle() == Lifecycle.ARCHIVED
                    ? "that version is archived (expected an active one)"
                    : "";
    if (!why.isEmpty()) {
      throw new CatalogException(
          Reason.REFUSED,
          "Cannot move alias '%s' of '%s' to version %d: %s."
              .formatted(alias, version.name(), version.version(), why));
    }
  }
}
