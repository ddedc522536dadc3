package io.millrace.catalog.access;

/**
 * An answer.
 *
 * @param reason why not, as a clause that can follow a colon; empty where it is allowed
 */
public record Decision(boolean allowed, String reason) {
  static final Decision ALLOWED = new Decision(true, "");

  static Decision refused(String reason) {
    return new Decision(false, reason);
  }
}
