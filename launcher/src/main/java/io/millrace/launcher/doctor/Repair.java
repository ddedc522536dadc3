package io.millrace.launcher.doctor;

import io.millrace.launcher.install.Installation;
import java.nio.file.Files;

/** How missing parts of Millrace come back: a source tree builds them, a release brings them. */
record Repair(boolean released) {
  static Repair of(Installation installation) {
    return new Repair(Files.isDirectory(installation.home().resolve("lib/launcher")));
  }

  /** A sentence to act by. */
  String advice() {
    return released
        ? "Unpack the release again."
        : "Start Millrace by the script 'millrace', or run: mvn -DskipTests package.";
  }
}
