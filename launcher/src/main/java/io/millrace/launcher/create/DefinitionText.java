package io.millrace.launcher.create;

import io.millrace.spec.table.ColumnType;
import io.millrace.spec.table.CsvOptions;
import io.millrace.spec.table.TableFormat;
import java.util.List;

/** Writes a proposal as a definition: tables, cleaning and features, each with what was seen. */
final class DefinitionText {
  private static final String TABLE = "data";

  private final Proposal proposal;
  private final StringBuilder text = new StringBuilder();

  DefinitionText(Proposal proposal) {
    this.proposal = proposal;
  }

  String text() {
    head();
    table();
    clean();
    text.append(new TargetText(proposal).labelAndSplit());
    features();
    text.append(new TargetText(proposal).modelsToPublish());
    return text.toString();
  }

  private void head() {
    line("# Predicts '%s'.", Texts.shown(proposal.label().column().name()));
    line("#");
    line("# A first draft, made from %s. Comments say what was seen there;", extent());
    line("# what the columns mean, only you know. docs/definition.md explains every key.");
    line("");
    line("format = 1");
    line("name = %s", Texts.quoted(proposal.name()));
    line("");
  }

  private String extent() {
    return proposal.sample().extent();
  }

  private void table() {
    TableFormat format = proposal.sample().format();
    line("tables {");
    line("  %s {", TABLE);
    line("    path = %s", Texts.quoted(proposal.data()));
    line("    format = %s", format.text());
    if (format == TableFormat.CSV) {
      csv(proposal.sample().csv());
    }
    proposal.sample().skipped().forEach(s -> line("    # Not here: %s.", Texts.shown(s)));
    line("    columns {");
    proposal.columns().forEach(c -> line("      %s = %s", Texts.key(c.name()), type(c)));
    line("    }");
    line("  }");
    line("}");
    line("");
  }

  private void csv(CsvOptions csv) {
    if (csv.delimiter() != CsvOptions.DEFAULT.delimiter()) {
      line("    delimiter = %s", Texts.quoted(String.valueOf(csv.delimiter())));
    }
    if (!csv.header()) {
      line("    # The first line is a row: name the columns here, in their order.");
      line("    header = false");
    }
    if (csv.trim()) {
      line("    trim = true");
    }
    if (!csv.missing().isEmpty()) {
      line("    missing = %s", Texts.quoted(csv.missing()));
    }
  }

  private static String type(ColumnLook column) {
    TimeFormat time = column.time();
    return time == null || time.pattern() == null
        ? column.type().text()
        : "{ type = %s, pattern = %s }"
            .formatted(column.type().text(), Texts.quoted(time.pattern()));
  }

  private void clean() {
    line("clean {");
    line("  table = %s", TABLE);
    line(
        "  # Remove the # of a range after setting it to what can be true, not only to what was seen.");
    line("  columns {");
    proposal.columns().forEach(this::rules);
    line("  }");
    line("  # duplicates { columns = all }");
    line("}");
    line("");
  }

  private void rules(ColumnLook column) {
    TimeSplit split = proposal.split();
    boolean label = column.is(proposal.label().column());
    boolean needed = label || (split != null && split.column().is(column));
    boolean ranged = (column.isNumeric() || column.type().isTemporal()) && column.distinct() > 0;
    boolean silent = column.misfits().isEmpty() && !needed && column.missing() == 0 && !ranged;
    if (silent) {
      return;
    }
    line("    %s {", Texts.key(column.name()));
    if (!column.misfits().isEmpty()) {
      line(
          "      # %,d values are no %s, such as '%s'.",
          column.misfits().size(), column.type().text(), Texts.shown(column.misfits().get(0)));
      if (!needed) {
        line("      cast = null");
      }
    }
    if (needed) {
      line("      required = reject");
    }
    if (column.missing() > 0) {
      line("      # %,d of %,d values are missing.", column.missing(), column.rows());
    }
    if (ranged) {
      range(column);
    }
    line("    }");
  }

  private void range(ColumnLook column) {
    ColumnLook.Ends ends = column.ends();
    boolean plain = column.time() == null || column.time().pattern() == null;
    if (!plain) {
      line("      # Seen: %s to %s.", ends.least(), ends.most());
      return;
    }
    boolean time = column.type() == ColumnType.TIMESTAMP || column.type() == ColumnType.DATE;
    String least = time ? Texts.quoted(ends.least().replace(' ', 'T')) : ends.least();
    String most = time ? Texts.quoted(ends.most().replace(' ', 'T')) : ends.most();
    line("      # range { min = %s, max = %s, policy = reject }   # seen", least, most);
  }

  private void features() {
    line("features {");
    for (Role role : proposal.roles()) {
      String comment = Texts.shown(role.column().name()) + ": " + role.why();
      if (role.used()) {
        line("  # %s.", comment);
        role.features().forEach(f -> line("  %s", f));
      } else {
        line("  # Left out, %s.", comment);
        role.features().forEach(f -> line("  # %s", f));
      }
    }
    line("}");
    line("");
  }

  private void line(String format, Object... arguments) {
    List<Object> given = List.of(arguments);
    text.append(given.isEmpty() ? format : format.formatted(arguments)).append('\n');
  }
}
