package io.millrace.launcher;

import io.millrace.handoff.Json;
import io.millrace.launcher.doctor.Doctor;
import io.millrace.launcher.doctor.Finding;
import io.millrace.launcher.install.Installation;
import io.millrace.launcher.options.HadoopOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Check what Millrace needs of this machine. Exit code 1: something is missing.")
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HadoopOptions hadoop;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Where runs are kept.")
  private String runs;

  @Option(
      names = "--catalog",
      paramLabel = "ROOT",
      defaultValue = "catalog",
      description = "The catalog.")
  private String catalog;

  @Option(names = "--json", description = "Print the findings as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    List<Finding> findings =
        new Doctor(Installation.current(), hadoop.hadoop()).examine(runs, catalog);
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.text(findings) + "\n" : text(findings));
    out.flush();
    return findings.stream().anyMatch(f -> f.status() == Finding.Status.FAIL)
        ? ExitCode.FAILED
        : ExitCode.DONE;
  }

  private static String text(List<Finding> findings) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings) {
      text.append("%-4s  %-16s %s%n".formatted(status(finding), finding.name(), finding.found()));
      if (!finding.advice().isEmpty()) {
        text.append("      %-16s -> %s%n".formatted("", finding.advice()));
      }
    }
    return text.toString();
  }

  /** The one that stops the work stands out. */
  private static String status(Finding finding) {
    String name = finding.status().name();
    return finding.status() == Finding.Status.FAIL ? name : name.toLowerCase(Locale.ROOT);
  }
}
