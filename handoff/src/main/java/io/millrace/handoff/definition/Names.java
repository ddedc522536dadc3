package io.millrace.handoff.definition;

import java.util.List;
import java.util.regex.Pattern;

/** Names that become parts of file names, of steps and of prepared columns. */
final class Names {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

  private Names() {}

  /** Reports a key that cannot stand in a path. */
  static void check(Section section, String name, String what) {
    check(section, name, name, what);
  }

  /** Reports a name, given under a key, that cannot stand in a path. */
  static void check(Section section, String key, String name, String what) {
    if (!NAME.matcher(name).matches()) {
      section.problem(
          List.of(key),
          "Cannot name a %s '%s' (expected up to 100 letters, digits, '-' and '_').",
          what,
          name);
    }
  }
}
