package io.millrace.launcher.catalog;

import io.millrace.catalog.GarbageReport;
import io.millrace.launcher.options.DurationConverter;
import io.millrace.launcher.text.Figures;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace catalog gc}. */
@Command(
    name = "gc",
    mixinStandardHelpOptions = true,
    description = "Find data that no version refers to; with --delete it goes.")
final class GarbageCommand extends CatalogAction {
  @Option(names = "--delete", description = "Delete it (default: only say what would go).")
  private boolean delete;

  @Option(
      names = "--grace",
      paramLabel = "DURATION",
      defaultValue = "7d",
      converter = DurationConverter.class,
      description =
          "What was changed later than that ago stays: longer than the longest upload (default:"
              + " ${DEFAULT-VALUE}).")
  private Duration grace;

  @Override
  public Integer call() {
    GarbageReport report =
        delete ? catalog().keeper().collectGarbage(grace) : catalog().keeper().findGarbage(grace);
    for (GarbageReport.Folder folder : report.folders()) {
      out()
          .printf(
              "data/%s  %s  %s%n",
              folder.dataId(), Figures.bytes(folder.bytes()), folder.modified());
    }
    report.temporaries().forEach(file -> out().println("log/" + file));
    return done(
        "%d folders and %d temporary files, %s: %s. %d younger ones stay.",
        report.folders().size(),
        report.temporaries().size(),
        Figures.bytes(report.bytes()),
        report.deleted() ? "deleted" : "nothing was deleted, --delete does",
        report.young());
  }
}
