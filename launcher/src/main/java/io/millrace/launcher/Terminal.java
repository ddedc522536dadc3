package io.millrace.launcher;

import io.millrace.launcher.run.BarProgress;
import io.millrace.launcher.run.LineProgress;
import io.millrace.launcher.run.Progress;
import io.millrace.launcher.run.ShellWords;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;

/** Whether somebody watches. */
final class Terminal {
  private static final int USUAL_COLUMNS = 100;

  private Terminal() {}

  /** A bar for people at a terminal, lines for everything else. */
  static Progress progress(PrintWriter out, boolean json) {
    boolean watched =
        System.console() != null
            && System.getenv("NO_COLOR") == null
            && System.getenv("CI") == null
            && !json;
    return watched ? new BarProgress(out, columns()) : new LineProgress(out);
  }

  /** How this program was called, for hints that can be pasted. */
  static String command() {
    return Objects.requireNonNullElse(System.getenv("MILLRACE_COMMAND"), "millrace");
  }

  /** The whole command line as it was typed, quoted where a shell needs it. */
  static String commandLine(CommandLine command) {
    List<String> words = new ArrayList<>(List.of(command()));
    words.addAll(command.getCommandSpec().root().commandLine().getParseResult().originalArgs());
    return ShellWords.of(words);
  }

  private static int columns() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[1-9]\\d{1,3}")
        ? Integer.parseInt(columns)
        : USUAL_COLUMNS;
  }
}
