package io.millrace.launcher.create;

import io.millrace.launcher.text.TextTable;
import java.util.Locale;

/** Says what was decided. */
final class ProposalReport {
  private final Proposal proposal;

  ProposalReport(Proposal proposal) {
    this.proposal = proposal;
  }

  String text() {
    LabelChoice label = proposal.label();
    StringBuilder text = new StringBuilder();
    text.append(
        "Looked at %s of %s, %s.%n"
            .formatted(
                proposal.sample().extent(), proposal.data(), proposal.sample().format().text()));
    text.append(
        "Label: %s, %s (%s).%n"
            .formatted(
                label.column().name(), label.task().name().toLowerCase(Locale.ROOT), label.why()));
    text.append("Split: %s.%n%n".formatted(split()));
    TextTable table = new TextTable("column", "type", "use");
    for (ColumnLook column : proposal.columns()) {
      table.row(Texts.shown(column.name()), column.type().text(), use(column));
    }
    text.append(table.text());
    for (String warning : proposal.warnings()) {
      text.append("%nLook at this: %s".formatted(warning));
    }
    return text.append(proposal.warnings().isEmpty() ? "" : System.lineSeparator()).toString();
  }

  private String split() {
    TimeSplit split = proposal.split();
    return split == null
        ? "by a hash of the row, 70, 15 and 15%"
        : "by %s, validation from %s, test from %s"
            .formatted(
                split.column().name(), TimeSplit.text(split.valid()), TimeSplit.text(split.test()));
  }

  private String use(ColumnLook column) {
    return proposal.roles().stream()
        .filter(r -> r.column().is(column))
        .map(r -> (r.used() ? "" : "left out: ") + r.why())
        .findFirst()
        .orElse("label");
  }
}
