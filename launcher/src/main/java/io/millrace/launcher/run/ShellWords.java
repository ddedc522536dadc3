package io.millrace.launcher.run;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words that a shell reads back as they are. */
public final class ShellWords {
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  private ShellWords() {}

  /** A command line that can be pasted. */
  public static String of(List<String> words) {
    return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
  }

  /** As a shell reads it as one word. */
  static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
