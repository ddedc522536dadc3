package io.millrace.launcher.doctor;

import io.millrace.launcher.install.Installation;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Looks at everything that Millrace needs, and changes nothing. */
public final class Doctor {
  private final Installation installation;
  private final Configuration hadoop;

  public Doctor(Installation installation, Configuration hadoop) {
    this.installation = installation;
    this.hadoop = hadoop;
  }

  /**
   * All checks, in the order in which they are best read.
   *
   * @param runs folder of the runs, any Hadoop path
   * @param catalog root of the catalog, any Hadoop path
   */
  public List<Finding> examine(String runs, String catalog) {
    FolderChecks folders = new FolderChecks(hadoop);
    BuildChecks build = new BuildChecks(installation);
    return List.of(
        MachineChecks.java(Runtime.version().feature()),
        MachineChecks.platform(
            System.getProperty("os.name"), System.getProperty("os.arch"), Path.of("/lib")),
        MachineChecks.memory(MachineChecks.availableBytes()),
        MachineChecks.loopback(),
        MachineChecks.hostName(),
        build.present(),
        build.maven("mvn"),
        folders.writable("runs", runs),
        folders.disk("disk", runs),
        folders.writable("catalog", catalog),
        folders.commits("catalog commits", catalog));
  }
}
