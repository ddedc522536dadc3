package io.millrace.launcher.runs;

import io.millrace.launcher.text.Figures;
import io.millrace.launcher.text.TextTable;
import java.util.List;

/**
 * What was removed, or would be; read by programs, names stay.
 *
 * @param dryRun whether nothing was touched
 * @param removed the oldest first
 * @param kept runs beyond the newest that stay, each with the reason
 * @param bytes of what was removed
 */
record CleanReport(boolean dryRun, List<Removed> removed, List<Kept> kept, long bytes) {
  /** A run that goes. */
  record Removed(String runId, String pipeline, String status, long bytes, String folder) {}

  /** A run that stays. */
  record Kept(String runId, String pipeline, String status, String reason) {}

  String text() {
    StringBuilder text = new StringBuilder();
    if (!removed.isEmpty()) {
      TextTable table = new TextTable("run", "pipeline", "status", "size");
      removed.forEach(
          run -> table.row(run.runId(), run.pipeline(), run.status(), Figures.bytes(run.bytes())));
      text.append(table.text()).append('\n');
    }
    if (!kept.isEmpty()) {
      TextTable table = new TextTable("kept run", "pipeline", "status", "because");
      kept.forEach(run -> table.row(run.runId(), run.pipeline(), run.status(), run.reason()));
      text.append(table.text()).append('\n');
    }
    return text.append(total()).append('\n').toString();
  }

  private String total() {
    if (removed.isEmpty()) {
      return "There is nothing to remove.";
    }
    return "%s %d run%s, %s."
        .formatted(
            dryRun ? "Would remove" : "Removed",
            removed.size(),
            removed.size() == 1 ? "" : "s",
            Figures.bytes(bytes));
  }
}
