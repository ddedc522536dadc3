package io.millrace.launcher.run;

import io.millrace.launcher.install.SparkVersion;

/** The program that runs steps with each version of Spark. */
public interface Applications {
  /** It is given {@code --run FOLDER --steps a,b}. */
  Application on(SparkVersion version);

  /**
   * What a user should know before steps run with this version, empty where there is nothing.
   *
   * @return one sentence
   */
  default String note(SparkVersion version) {
    return "";
  }
}
