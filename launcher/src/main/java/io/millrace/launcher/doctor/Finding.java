package io.millrace.launcher.doctor;

/**
 * What one check found.
 *
 * @param name of the check
 * @param found as it is
 * @param advice what to do; empty where nothing is to be done
 */
public record Finding(String name, Status status, String found, String advice) {
  /** How bad it is. */
  public enum Status {
    OK,
    WARN,
    FAIL
  }

  static Finding ok(String name, String found) {
    return new Finding(name, Status.OK, found, "");
  }

  static Finding warn(String name, String found, String advice) {
    return new Finding(name, Status.WARN, found, advice);
  }

  static Finding fail(String name, String found, String advice) {
    return new Finding(name, Status.FAIL, found, advice);
  }
}
