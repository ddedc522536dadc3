package io.millrace.launcher.report;

import io.millrace.launcher.report.Table.Cell;
import io.millrace.launcher.text.Figures;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.run.RunSummary;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.run.StepPlan;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the steps took, against what was estimated before. */
final class StepsView {
  private StepsView() {}

  static Table of(RunFacts run) {
    Table.Builder table =
        new Table.Builder(
            "Steps: time, rows, memory and shuffle, each against the estimate of the plan",
            "Step",
            "Status",
            "Time",
            "Rows in",
            "Rows out",
            "Rejected",
            "Memory",
            "Shuffle");
    for (StepPlan step : run.plan().steps()) {
      Optional<StepDone> done = run.step(step.name());
      Ledger ledger = done.map(StepDone::ledger).orElse(null);
      String status = status(run, step, done);
      table.cells(
          List.of(
              Cell.of(step.name()),
              new Cell(status, origin(status, done), status.equals("failed") ? "bad" : ""),
              Cell.of(time(status, done)),
              Cell.of(Words.count(ledger == null ? null : ledger.rowsIn())),
              Cell.of(Words.count(ledger == null ? null : ledger.rowsOut())),
              Cell.of(Words.count(ledger == null ? null : ledger.rowsRejected())),
              against(done.map(d -> d.measured().memoryBytes()), step.estimate().memoryBytes()),
              against(done.map(d -> d.measured().shuffleBytes()), step.estimate().shuffleBytes())));
    }
    return table.build();
  }

  private static String status(RunFacts run, StepPlan step, Optional<StepDone> done) {
    RunSummary summary = run.summary();
    String known = done.isPresent() ? "done" : "pending";
    return summary == null
        ? known
        : summary.steps().stream()
            .filter(s -> s.name().equals(step.name()))
            .map(RunSummary.StepSummary::status)
            .findFirst()
            .orElse(known);
  }

  private static String origin(String status, Optional<StepDone> done) {
    if (done.isPresent() && done.get().reusedFrom() != null) {
      return "output of run " + done.get().reusedFrom();
    }
    return status.equals("skipped") ? "done before in this run" : "";
  }

  private static String time(String status, Optional<StepDone> done) {
    return status.equals("done") && done.isPresent()
        ? Figures.seconds(done.get().seconds())
        : Words.NONE;
  }

  private static Cell against(Optional<Long> measured, long estimate) {
    if (measured.isEmpty()) {
      return new Cell(Words.NONE, "estimate " + Figures.bytes(estimate), "");
    }
    long found = measured.get();
    return new Cell(Figures.bytes(found), judged(found, estimate), "");
  }

  /** {@code estimate 120 MB, 1.4 × over}. */
  private static String judged(long found, long estimate) {
    String text = "estimate " + Figures.bytes(estimate);
    if (found == estimate) {
      return text;
    }
    if (estimate == 0 || found == 0) {
      return text + (found > estimate ? ", over" : ", under");
    }
    double ratio = found > estimate ? (double) found / estimate : (double) estimate / found;
    return ratio < 1.05
        ? text
        : String.format(
            Locale.ROOT, "%s, %.1f × %s", text, ratio, found > estimate ? "over" : "under");
  }
}
