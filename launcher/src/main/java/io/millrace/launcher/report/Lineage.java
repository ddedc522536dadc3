package io.millrace.launcher.report;

import io.millrace.handoff.Json;
import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.TrainingSettings;
import io.millrace.spec.run.StepPlan;
import io.millrace.spec.target.LinkSpec;
import io.millrace.spec.target.SplitSpec;
import java.util.stream.Collectors;

/** From what the run was made, so that it can be made again. */
record Lineage(Table origins, Table seeds, Table steps, String definition) {
  static Lineage of(RunFacts run) {
    return new Lineage(origins(run), seeds(run), steps(run), Json.text(run.definition()));
  }

  private static Table origins(RunFacts run) {
    Table.Builder table = new Table.Builder("Origins", "What", "Digest or place");
    table.row("Code", run.plan().codeVersion());
    table.row("Definition (SHA-256)", run.plan().definitionDigest());
    run.digests()
        .forEach(
            (step, digest) ->
                table.row("Data set of " + step + " (SHA-256 of its manifest)", digest));
    table.row("Run by", run.plan().actor());
    table.row("Run directory", run.directory().root().toString());
    table.row("Catalog", run.plan().catalog());
    return table.build();
  }

  private static Table seeds(RunFacts run) {
    Table.Builder table = new Table.Builder("Seeds", "Of", "Seed");
    SplitSpec split = run.definition().split();
    if (split.drawn()) {
      table.row("split", Long.toString(split.seed()));
    }
    LinkSpec links = run.definition().label().links();
    if (links != null) {
      table.row("pairs without a link", Long.toString(links.seed()));
    }
    GraphSpec graph = run.definition().graph();
    if (graph != null && !graph.neighbourhoods().fanOuts().isEmpty()) {
      table.row("neighbourhoods", Long.toString(graph.neighbourhoods().seed()));
    }
    for (ModelSpec model : run.definition().models()) {
      table.row(model.name(), seed(model.settings()));
    }
    table.row("bootstrap", Long.toString(run.definition().evaluation().seed()));
    return table.build();
  }

  private static String seed(TrainingSettings settings) {
    if (settings instanceof TrainingSettings.Deep deep) {
      return deep.seeds().stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
    return settings instanceof TrainingSettings.GradientBoostedTrees trees
        ? Long.toString(trees.seed())
        : "none: nothing is random";
  }

  private static Table steps(RunFacts run) {
    Table.Builder table =
        new Table.Builder("Fingerprints of the steps", "Step", "Reads", "Fingerprint");
    for (StepPlan step : run.plan().steps()) {
      table.row(step.name(), String.join(", ", step.inputs()), step.fingerprint());
    }
    return table.build();
  }
}
