package io.millrace.launcher;

import picocli.CommandLine;

/** The command line, for tests in other packages. */
public final class CommandLines {
  private CommandLines() {}

  public static CommandLine millrace() {
    return Main.commandLine();
  }
}
