package io.millrace.catalog.access;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a token leaves of its principal's roles: nothing is granted by it.
 *
 * @param teams names, or {@code *} for all
 * @param roles at least one
 */
public record Scope(Set<String> teams, Set<Role> roles) {
  /** Nothing is taken away. */
  public static final Scope FULL = new Scope(Set.of(Roles.ALL), Set.of(Role.values()));

  /**
   * @throws IllegalArgumentException if a team's name is not allowed, or there are no teams or
   *     roles
   */
  public Scope {
    teams = Collections.unmodifiableSet(new TreeSet<>(teams));
    roles = Collections.unmodifiableSet(new TreeSet<>(roles));
    teams.forEach(AccessNames::requireTeam);
    if (teams.isEmpty() || roles.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot use a scope of teams %s and roles %s (expected at least one of each)."
              .formatted(teams, roles.stream().map(Role::text).toList()));
    }
  }

  /** Whether another scope leaves no more than this one. */
  public boolean contains(Scope other) {
    return roles.containsAll(other.roles)
        && (teams.contains(Roles.ALL) || teams.containsAll(other.teams));
  }

  boolean reaches(String team) {
    return teams.contains(Roles.ALL) || teams.contains(team);
  }
}
