package io.millrace.launcher.models;

import io.millrace.catalog.VerifyReport;
import io.millrace.handoff.Json;
import io.millrace.launcher.text.Figures;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace catalog verify}, also of {@code millrace models}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Read every byte of the catalog. Exit code 1: something is not as published.")
public final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CatalogOptions options;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    VerifyReport report = options.open().verify();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(report));
    } else {
      out.printf(
          "%s log entries, %s versions, %s files, %s: %s%n",
          Figures.count(report.entries()),
          Figures.count((long) report.versions()),
          Figures.count((long) report.files()),
          Figures.bytes(report.bytes()),
          report.clean() ? "all as published" : report.problems().size() + " problems");
      report.orphans().forEach(id -> out.println("No version refers to data/" + id + "."));
    }
    out.flush();
    report.problems().forEach(spec.commandLine().getErr()::println);
    return report.clean() ? CommandLine.ExitCode.OK : 1;
  }
}
