package io.millrace.launcher.report;

import io.millrace.spec.data.Ledger;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    Optional<Ledger> ledger = run.step("clean").map(StepDone::ledger);
    return new DataView(
        tables(run, ledger),
        ledger.map(found -> reasons(run, found)).orElse(List.of()),
        ledger.map(DataView::changed).orElse(null),
        sentence(ledger));
  }

  private static String sentence(Optional<Ledger> ledger) {
    if (ledger.isEmpty()) {
      return "The data were not cleaned in this run, so no row was counted.";
    }
    Ledger found = ledger.get();
    if (found.rowsRejected() == 0) {
      return "All %s were kept.".formatted(Words.counted(found.rowsIn(), "row"));
    }
    return "Of %s, %s were kept and %s rejected (%s). Each rejected row is counted under its first reason."
        .formatted(
            Words.counted(found.rowsIn(), "row"),
            Words.count(found.rowsOut()),
            Words.count(found.rowsRejected()),
            Words.percent((double) found.rowsRejected() / found.rowsIn()));
  }

  private static Table tables(RunFacts run, Optional<Ledger> ledger) {
    Table.Builder table =
        new Table.Builder(
            "Tables of the definition",
            "Table",
            "Used for",
            "Format",
            "Read",
            "Kept",
            "Rejected",
            "From");
    for (TableSpec spec : run.definition().tables()) {
      boolean main = spec.name().equals(run.definition().clean().table());
      Optional<Ledger> counted = main ? ledger : Optional.empty();
      table.row(
          spec.name(),
          main ? "cleaning and training" : "reference",
          spec.format().text(),
          Words.count(counted.map(Ledger::rowsIn).orElse(null)),
          Words.count(counted.map(Ledger::rowsOut).orElse(null)),
          Words.count(counted.map(Ledger::rowsRejected).orElse(null)),
          String.join(", ", spec.paths()));
    }
    return table.build();
  }

  private static List<Reason> reasons(RunFacts run, Ledger ledger) {
    List<Reason> reasons = new ArrayList<>();
    ledger.rejected().entrySet().stream()
        .filter(reason -> reason.getValue() > 0)
        .sorted((a, b) -> Long.compare(b.getValue(), a.getValue()))
        .forEach(
            reason ->
                reasons.add(
                    new Reason(
                        reason.getKey(),
                        Words.counted(reason.getValue(), "row"),
                        Words.percent((double) reason.getValue() / ledger.rowsIn()),
                        examples(run, reason.getKey()))));
    return reasons;
  }

  private static List<Example> examples(RunFacts run, String reason) {
    return run.rejected().getOrDefault(reason, List.of()).stream()
        .map(
            row ->
                new Example(
                    row.original(),
                    String.join(
                        ", ", row.reasons().stream().filter(r -> !r.equals(reason)).toList())))
        .toList();
  }

  private static @Nullable Table changed(Ledger ledger) {
    if (ledger.changed().values().stream().allMatch(count -> count == 0)) {
      return null;
    }
    Table.Builder table =
        new Table.Builder(
            "Values that a rule changed, in rows that were kept",
            "Rule",
            "Values",
            "Share of rows kept");
    ledger
        .changed()
        .forEach(
            (rule, count) ->
                table.row(
                    rule, Words.count(count), Words.percent((double) count / ledger.rowsOut())));
    return table.build();
  }
}
