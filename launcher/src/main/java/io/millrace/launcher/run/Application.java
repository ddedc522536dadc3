package io.millrace.launcher.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A program that can be started as a process. */
public interface Application {
  /**
   * The process, not yet started.
   *
   * @param arguments of the program
   * @param scratch a local folder for files that it leaves behind
   */
  ProcessBuilder process(List<String> arguments, Path scratch) throws IOException;

  /**
   * Takes what a process that did its work has left for later ones.
   *
   * @param scratch the folder that it was given
   */
  default void finished(Path scratch) {}
}
