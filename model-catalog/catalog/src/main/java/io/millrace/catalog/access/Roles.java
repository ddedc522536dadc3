package io.millrace.catalog.access;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who has which roles, and which aliases are protected. A catalog without roles is open: everybody
 * who can write its files may do everything.
 *
 * @param grants one per principal and team, sorted by them
 * @param protectedAliases aliases that move only to versions that somebody else than their
 *     publisher approved
 */
public record Roles(List<Grant> grants, Set<String> protectedAliases) {
  /** All teams, or everybody. */
  public static final String ALL = "*";

  /** Protected unless roles say otherwise, also in an open catalog. */
  public static final Set<String> DEFAULT_PROTECTED = Set.of("champion");

  /**
   * @throws IllegalArgumentException if a principal has two grants in a team, or nobody is admin of
   *     all teams
   */
  public Roles {
    List<Grant> sorted = new ArrayList<>(grants);
    sorted.sort(Comparator.comparing(Grant::team).thenComparing(Grant::principal));
    requireDistinct(sorted);
    requireAdmin(sorted);
    grants = List.copyOf(sorted);
    protectedAliases = Collections.unmodifiableSet(new TreeSet<>(protectedAliases));
  }

  /** The roles of a principal in a team, with those that it has in all teams. */
  public Set<Role> of(String principal, String team) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (Grant grant : grants) {
      if (grant.isFor(principal, team)) {
        roles.addAll(grant.roles());
      }
    }
    return roles;
  }

  /** These roles, but with those of one principal in one team; none takes the grant away. */
  public Roles with(String principal, String team, Set<Role> roles) {
    List<Grant> changed = new ArrayList<>(grants);
    changed.removeIf(grant -> grant.principal().equals(principal) && grant.team().equals(team));
    if (!roles.isEmpty()) {
      changed.add(new Grant(principal, team, roles));
    }
    return new Roles(changed, protectedAliases);
  }

  /**
   * The teams whose grants differ from others'; {@link #ALL} among them if those of all teams or
   * the protected aliases do.
   *
   * @param before empty roles are written as null by callers that have none
   */
  Set<String> teamsChangedFrom(Roles before) {
    Set<String> teams = new TreeSet<>();
    for (Grant grant : grants) {
      if (!before.grants.contains(grant)) {
        teams.add(grant.team());
      }
    }
    for (Grant grant : before.grants) {
      if (!grants.contains(grant)) {
        teams.add(grant.team());
      }
    }
    if (!protectedAliases.equals(before.protectedAliases)) {
      teams.add(ALL);
    }
    return teams;
  }

  private static void requireDistinct(List<Grant> sorted) {
    for (int i = 1; i < sorted.size(); i++) {
      Grant one = sorted.get(i - 1);
      Grant two = sorted.get(i);
      if (one.team().equals(two.team()) && one.principal().equals(two.principal())) {
        throw new IllegalArgumentException(
            "Cannot use roles: '%s' has two grants in team '%s' (expected one with all roles)."
                .formatted(one.principal(), one.team()));
      }
    }
  }

  private static void requireAdmin(List<Grant> grants) {
    boolean kept =
        grants.stream()
            .anyMatch(grant -> grant.team().equals(ALL) && grant.roles().contains(Role.ADMIN));
    if (!kept) {
      throw new IllegalArgumentException(
          "Cannot use roles: nobody is admin of all teams, so nobody could change them (expected a grant of admin in team '*').");
    }
  }
}
