package io.millrace.catalog.access;

import java.util.regex.Pattern;

/** The rules for names of teams and principals. */
public final class AccessNames {
  private static final Pattern TEAM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,127}");
  private static final Pattern PRINCIPAL =
      Pattern.compile("[^\\p{Cntrl}*\\s][^\\p{Cntrl}*]{0,127}");

  private AccessNames() {}

  /**
   * A team's name, or {@code *} for all teams.
   *
   * @throws IllegalArgumentException if it is not allowed
   */
  public static String requireTeam(String team) {
    if (!team.equals(Roles.ALL) && !TEAM.matcher(team).matches()) {
      throw new IllegalArgumentException(
          "Cannot use team '%s': not allowed (expected 1 to 128 letters, digits, '_' or '-', starting with a letter or digit, or '*' for all teams)."
              .formatted(team));
    }
    return team;
  }

  static String requirePrincipal(String name) {
    if (!PRINCIPAL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Cannot use principal '%s': not allowed (expected 1 to 128 characters without '*' and control characters, the first no space)."
              .formatted(name.replaceAll("\\p{Cntrl}", "?")));
    }
    return name;
  }
}
