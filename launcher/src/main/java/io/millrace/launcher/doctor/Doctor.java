package io.millrace.launcher.doctor;

import io.millrace.launcher.install.Installation;
import io.millrace.launcher.install.SparkVersion;
import io.millrace.launcher.run.Processor;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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
    BigDlChecks bigdl =
        new BigDlChecks(installation.runtime(SparkVersion.SPARK_2_4), Repair.of(installation));
    String system = System.getProperty("os.name");
    String architecture = System.getProperty("os.arch");
    return List.of(
        MachineChecks.java(Runtime.version().feature()),
        MachineChecks.platform(system, architecture, Path.of("/lib")),
        MachineChecks.memory(MachineChecks.availableBytes()),
        MachineChecks.loopback(),
        MachineChecks.hostName(),
        build.present(),
        build.maven("mvn"),
        bigdl.present(),
        bigdl.natives(system, architecture),
        BigDlChecks.mkl(
            Processor.current(),
            Objects.requireNonNullElse(System.getenv(Processor.MKL_VARIABLE), "")),
        folders.writable("runs", runs),
        folders.disk("disk", runs),
        folders.writable("catalog", catalog),
        folders.commits("catalog commits", catalog));
  }
}
