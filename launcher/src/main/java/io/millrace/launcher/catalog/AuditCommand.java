package io.millrace.launcher.catalog;

import io.millrace.catalog.HistoryEntry;
import io.millrace.handoff.Json;
import io.millrace.launcher.text.TextTable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace catalog audit}. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Show all that was done and all that was refused, oldest first.")
final class AuditCommand extends CatalogAction {
  @Option(
      names = "--from",
      paramLabel = "SEQUENCE",
      defaultValue = "1",
      description = "The first log entry (default: ${DEFAULT-VALUE}).")
  private long first;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Log entries at most (default: ${DEFAULT-VALUE}).")
  private int most;

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    List<HistoryEntry> entries = catalog().keeper().audit(first, most);
    if (json) {
      return done("%s", Json.text(entries));
    }
    TextTable table = new TextTable("entry", "when", "who", "what", "of", "why");
    for (HistoryEntry entry : entries) {
      table.row(
          Long.toString(entry.sequence()),
          entry.time(),
          entry.actor(),
          entry.action(),
          of(entry),
          entry.reason().replaceAll("\\R", " "));
    }
    out().print(table.text());
    out().flush();
    return 0;
  }

  private static String of(HistoryEntry entry) {
    return Stream.of(
            entry.model() == null ? "" : entry.model(),
            entry.version() == null ? "" : "version " + entry.version(),
            entry.alias() == null ? "" : "alias " + entry.alias())
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }
}
