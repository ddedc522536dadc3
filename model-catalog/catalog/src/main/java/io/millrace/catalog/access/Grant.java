package io.millrace.catalog.access;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Roles of one principal in one team.
 *
 * @param principal a name, or {@code *} for everybody, who can only be given {@link Role#CONSUMER}
 * @param team the first part of models' names, or {@code *} for all teams
 * @param roles at least one
 */
public record Grant(String principal, String team, Set<Role> roles) {
  /**
   * @throws IllegalArgumentException if a name is not allowed, there is no role, or everybody is
   *     given more than to read
   */
  public Grant {
    if (!principal.equals(Roles.ALL)) {
      AccessNames.requirePrincipal(principal);
    }
    AccessNames.requireTeam(team);
    roles = Collections.unmodifiableSet(new TreeSet<>(roles));
    if (roles.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot grant '%s' roles in team '%s': there is none (expected at least one)."
              .formatted(principal, team));
    }
    if (principal.equals(Roles.ALL) && !roles.equals(Set.of(Role.CONSUMER))) {
      throw new IllegalArgumentException(
          "Cannot grant everybody %s in team '%s' (expected consumer only). Name those who may do more."
              .formatted(roles.stream().map(Role::text).toList(), team));
    }
  }

  boolean isFor(String name, String ofTeam) {
    return (principal.equals(name) || principal.equals(Roles.ALL))
        && (team.equals(ofTeam) || team.equals(Roles.ALL));
  }
}
