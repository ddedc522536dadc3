package io.millrace.launcher.report;

import io.millrace.handoff.SqlTables;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables of the definition, and what became of the rows of those that were cleaned. */
final class TablesView {
  private final RunFacts run;
  private final PipelineDefinition definition;

  private TablesView(RunFacts run) {
    this.run = run;
    this.definition = run.definition();
  }

  static Table of(RunFacts run) {
    return new TablesView(run).table();
  }

  private Table table() {
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
    for (TableSpec spec : definition.tables()) {
      Optional<Ledger> counted = run.step(step(spec)).map(StepDone::ledger);
      table.row(
          spec.name(),
          use(spec),
          spec.derived() ? "SQL" : spec.format().text(),
          Words.count(counted.map(Ledger::rowsIn).orElse(null)),
          Words.count(counted.map(Ledger::rowsOut).orElse(null)),
          Words.count(counted.map(Ledger::rowsRejected).orElse(null)),
          String.join(", ", spec.derived() ? named(spec) : spec.paths()));
    }
    return table.build();
  }

  private String step(TableSpec table) {
    return isMain(table) ? CountedRows.CLEAN : CountedRows.CLEAN + "-" + table.name();
  }

  private boolean isMain(TableSpec table) {
    return table.name().equals(definition.clean().table());
  }

  private String use(TableSpec table) {
    List<String> uses = new ArrayList<>();
    if (isMain(table)) {
      uses.add("cleaning and training");
    }
    GraphSpec graph = definition.graph();
    if (graph != null && graph.edges().stream().anyMatch(e -> e.table().equals(table.name()))) {
      uses.add("edges");
    }
    if (definition.tables().stream().anyMatch(other -> named(other).contains(table.name()))) {
      uses.add("SQL");
    }
    return uses.isEmpty() ? "reference" : String.join(", ", uses);
  }

  private List<String> named(TableSpec table) {
    String sql = table.sql();
    return sql == null
        ? List.of()
        : SqlTables.in(sql, definition.tables().stream().map(TableSpec::name).toList());
  }
}
