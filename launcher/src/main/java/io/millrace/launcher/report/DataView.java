package io.millrace.launcher.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was read, kept, rejected and changed.
 *
 * @param changed values that a rule changed in rows that were kept, null for none
 */
record DataView(Table tables, List<Reason> reasons, @Nullable Table changed, String sentence) {

  /** Why rows were rejected. */
  record Reason(String name, String count, String share, List<Example> examples) {}

  /**
   * A rejected row.
   *
   * @param others reasons besides the first, empty for none
   */
  record Example(String original, String others) {}

  static DataView of(RunFacts run) {
    List<CountedRows> counted = CountedRows.all(run);
    return new DataView(
        TablesView.of(run),
        counted.stream().flatMap(rows -> reasons(run, rows).stream()).toList(),
        changed(counted),
        sentence(counted));
  }

  private static String sentence(List<CountedRows> counted) {
    String main =
        counted.stream().anyMatch(rows -> rows.step().equals(CountedRows.CLEAN))
            ? ""
            : "The data were not cleaned in this run, so no row was counted. ";
    String rejected =
        counted.stream().allMatch(rows -> rows.ledger().rowsRejected() == 0)
            ? ""
            : " Each rejected row is counted under its first reason.";
    return (main
            + counted.stream().map(CountedRows::sentence).collect(Collectors.joining(" "))
            + rejected)
        .strip();
  }

  private static List<Reason> reasons(RunFacts run, CountedRows rows) {
    List<Reason> reasons = new ArrayList<>();
    rows.ledger().rejected().entrySet().stream()
        .filter(reason -> reason.getValue() > 0)
        .sorted((a, b) -> Long.compare(b.getValue(), a.getValue()))
        .forEach(
            reason ->
                reasons.add(
                    new Reason(
                        rows.prefix() + reason.getKey(),
                        Words.counted(reason.getValue(), rows.row()),
                        Words.percent((double) reason.getValue() / rows.ledger().rowsIn()),
                        examples(run, rows.step(), reason.getKey()))));
    return reasons;
  }

  private static List<Example> examples(RunFacts run, String step, String reason) {
    return run.rejected().getOrDefault(step, Map.of()).getOrDefault(reason, List.of()).stream()
        .map(
            row ->
                new Example(
                    row.original(),
                    String.join(
                        ", ", row.reasons().stream().filter(r -> !r.equals(reason)).toList())))
        .toList();
  }

  private static @Nullable Table changed(List<CountedRows> counted) {
    Table.Builder table =
        new Table.Builder(
            "Values that a rule changed, in rows that were kept",
            "Rule",
            "Values",
            "Share of rows kept");
    for (CountedRows rows : counted) {
      if (changes(rows)) {
        rows.ledger()
            .changed()
            .forEach(
                (rule, count) ->
                    table.row(
                        rows.prefix() + rule,
                        Words.count(count),
                        Words.percent((double) count / rows.ledger().rowsOut())));
      }
    }
    return counted.stream().anyMatch(DataView::changes) ? table.build() : null;
  }

  private static boolean changes(CountedRows rows) {
    return rows.ledger().changed().values().stream().anyMatch(count -> count > 0);
  }
}
