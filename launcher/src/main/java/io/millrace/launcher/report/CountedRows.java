package io.millrace.launcher.report;

import io.millrace.spec.data.Ledger;
import io.millrace.spec.run.StepPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows that a step has kept or rejected.
 *
 * @param step its name
 * @param of what the rows are, as words after a number, such as {@code of 'flights'}; empty for the
 *     main table
 * @param prefix of its reasons, so that those of several steps can stand together
 */
record CountedRows(String step, String row, String of, String prefix, Ledger ledger) {
  static final String CLEAN = "clean";
  static final String GRAPH = "graph";

  /** The finished steps that sort rows: the main table's first, then in the order of the plan. */
  static List<CountedRows> all(RunFacts run) {
    List<CountedRows> all = new ArrayList<>();
    for (StepPlan step : run.plan().steps()) {
      Optional<Ledger> ledger = run.step(step.name()).map(done -> done.ledger());
      if (ledger.isEmpty()) {
        continue;
      }
      if (step.name().equals(CLEAN)) {
        all.add(0, new CountedRows(CLEAN, "row", "", "", ledger.get()));
      } else if (step.kind().equals(CLEAN)) {
        String table = step.name().substring(CLEAN.length() + 1);
        all.add(
            new CountedRows(step.name(), "row", " of '" + table + "'", table + ", ", ledger.get()));
      } else if (step.kind().equals(GRAPH)) {
        all.add(new CountedRows(GRAPH, "edge", "", "edges, ", ledger.get()));
      }
    }
    return all;
  }

  /** What became of them. */
  String sentence() {
    if (ledger.rowsRejected() == 0) {
      return "All %s%s were kept.".formatted(Words.counted(ledger.rowsIn(), row), of);
    }
    return "Of %s%s, %s were kept and %s rejected (%s)."
        .formatted(
            Words.counted(ledger.rowsIn(), row),
            of,
            Words.count(ledger.rowsOut()),
            Words.count(ledger.rowsRejected()),
            Words.percent((double) ledger.rowsRejected() / ledger.rowsIn()));
  }
}
