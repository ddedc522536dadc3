package io.millrace.catalog.access;

/**
 * Who asks.
 *
 * @param name stands in the log as the actor
 * @param scope what the token that was shown leaves; {@link Scope#FULL} without one
 */
public record Principal(String name, Scope scope) {
  /**
   * @throws IllegalArgumentException if the name is not allowed
   */
  public Principal {
    AccessNames.requirePrincipal(name);
  }

  /** A user whose roles nothing limits. */
  public static Principal user(String name) {
    return new Principal(name, Scope.FULL);
  }
}
