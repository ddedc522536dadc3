package io.millrace.launcher.run;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Marks in the environment of jobs, which all that they start inherit: so processes are found whose
 * parent is gone.
 */
final class Marks {
  private static final String VARIABLE = "MILLRACE_JOB";
  private static final String LAUNCHER =
      ProcessHandle.current().pid()
          + "@"
          + ProcessHandle.current().info().startInstant().map(i -> i.toEpochMilli()).orElse(0L);

  private Marks() {}

  /**
   * Marks a process before it starts.
   *
   * @param folder {@code runs/<pipeline>}, or another name of what it works on
   */
  static void put(Map<String, String> environment, String folder) {
    environment.put(VARIABLE, LAUNCHER + " " + name(folder));
  }

  /** Living processes that this launcher's jobs have started, and the jobs themselves. */
  static List<ProcessHandle> ours() {
    return marked(mark -> mark.startsWith(LAUNCHER + " "));
  }

  /** Living processes that work on a folder, whoever started them. */
  static List<ProcessHandle> on(String folder) {
    String name = name(folder);
    return marked(mark -> mark.substring(mark.indexOf(' ') + 1).equals(name));
  }

  private static List<ProcessHandle> marked(Predicate<String> wanted) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> wanted.test(mark(process.pid())))
        .toList();
  }

  /** Empty for processes without a mark, and for those of other users. */
  private static String mark(long pid) {
    try {
      String environment =
          Files.readString(
              Path.of("/proc", Long.toString(pid), "environ"), StandardCharsets.ISO_8859_1);
      String name = VARIABLE + "=";
      return Arrays.stream(environment.split("\0", -1))
          .filter(entry -> entry.startsWith(name))
          .map(entry -> entry.substring(name.length()))
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  /** The environment of a process knows no other letters in some locales. */
  private static String name(String folder) {
    return URLEncoder.encode(folder, StandardCharsets.UTF_8);
  }
}
