package io.millrace.launcher.create;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A first definition for some data, and what was decided on the way.
 *
 * @param data as the user named it
 * @param split by time; null where rows are split by their hash
 */
public record Proposal(
    String data,
    String name,
    Sample sample,
    List<ColumnLook> columns,
    LabelChoice label,
    List<Role> roles,
    @Nullable TimeSplit split) {
  private static final int FEW_ROWS = 5_000;

  /** Columns that Millrace adds begin so. */
  private static final String OWN = "__";

  public Proposal {
    columns = List.copyOf(columns);
    roles = List.copyOf(roles);
  }

  /**
   * Looks at the data and decides.
   *
   * @param data a file, folder or pattern on any Hadoop file system
   * @param label the column to predict, null to find it
   * @param name of the pipeline, null for the file's
   * @throws UnfitDataException if no definition can be made; the message says what to do
   * @throws IOException if the data cannot be read
   */
  public static Proposal of(
      String data, @Nullable String label, @Nullable String name, Configuration hadoop)
      throws IOException {
    Sample sample = SampleReader.read(data, hadoop);
    List<ColumnLook> columns =
        sample.columns().stream()
            .filter(c -> !c.name().startsWith(OWN))
            .map(ColumnLook::of)
            .toList();
    if (columns.size() < 2) {
      throw new UnfitDataException(
          "Cannot make a definition for '%s': it has %d usable columns (expected at least two). Look at its separator, and at nested columns."
              .formatted(data, columns.size()));
    }
    LabelChoice choice = LabelChoice.of(columns, label);
    boolean few = sample.whole() && sample.rows() < FEW_ROWS;
    List<Role> roles = new Roles(choice, few).of(columns);
    if (roles.stream().noneMatch(Role::used)) {
      throw new UnfitDataException(
          "Cannot make a definition for '%s': no column is left to predict '%s' from, since %s."
              .formatted(data, choice.column().name(), reasons(roles)));
    }
    TimeSplit split = TimeSplit.of(columns, choice).orElse(null);
    String given = Optional.ofNullable(name).orElse(fileName(data));
    return new Proposal(data, Texts.slug(given, "pipeline"), sample, columns, choice, roles, split);
  }

  private static String reasons(List<Role> roles) {
    return String.join(
        "; ", roles.stream().map(r -> "'%s' is %s".formatted(r.column().name(), r.why())).toList());
  }

  private static String fileName(String data) {
    Path last = Path.of(data.replaceAll("^[a-z0-9]+://[^/]*", "")).getFileName();
    String name = last == null ? "" : last.toString();
    return name.contains("*") ? "" : name.replaceFirst("\\.(?:[A-Za-z]+(?:\\.[a-z0-9]+)?)$", "");
  }

  /** The definition as HOCON with comments. */
  public String text() {
    return new DefinitionText(this).text();
  }

  /** What was decided, as lines for people. */
  public String report() {
    return new ProposalReport(this).text();
  }

  /** What should be looked at before the first run. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (sample.broken() > 0) {
      warnings.add(
          "Lines of the sample that are no records, and will be rejected: %,d."
              .formatted(sample.broken()));
    }
    sample.skipped().forEach(s -> warnings.add(s + "; it was left out of the definition."));
    roles.stream().map(Role::warning).filter(w -> !w.isEmpty()).forEach(warnings::add);
    return warnings;
  }
}
