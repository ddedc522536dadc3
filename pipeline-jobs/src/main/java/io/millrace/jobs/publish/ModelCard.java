package io.millrace.jobs.publish;

import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.evaluation.Comparison;
import io.millrace.spec.evaluation.GateResult.RuleResult;
import io.millrace.spec.evaluation.Importance;
import io.millrace.spec.evaluation.MetricValue;
import io.millrace.spec.evaluation.ModelEvaluation;
import io.millrace.spec.evaluation.ModelEvaluation.Slice;
import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.run.RunPlan;
import io.millrace.spec.table.TableSpec;
import io.millrace.spec.target.LinkSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The model card in Markdown: what the model is for, how good it is, where it is weak. */
final class ModelCard {
  private static final int WEAKEST = 5;
  private static final int MOST_IMPORTANT = 3;

  private final StringBuilder text = new StringBuilder();

  private ModelCard() {}

  static String of(
      PipelineDefinition definition, RunPlan plan, String name, ModelEvaluation evaluation) {
    ModelCard card = new ModelCard();
    card.line("# %s", name);
    card.line("");
    card.line("%s", definition.publish().summary());
    card.facts(definition);
    card.data(definition, evaluation);
    card.quality(definition, evaluation);
    card.comparisons(evaluation);
    card.importance(evaluation);
    card.weakest(evaluation);
    if (definition.model(evaluation.model()).overGraphs()) {
      card.useOfGraph(definition);
    } else {
      card.use(name);
    }
    card.line("");
    card.line("## Where it comes from");
    card.line("");
    card.line(
        "Pipeline `%s`, run `%s`, code `%s`, trained by %s (%s). Digests of everything it was made from stand in `lineage.json`.",
        definition.name(),
        plan.runId(),
        plan.codeVersion(),
        evaluation.engine(),
        evaluation.network());
    return card.text.toString();
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private void facts(PipelineDefinition definition) {
    if (definition.publish().facts().isEmpty()) {
      return;
    }
    line("");
    line("## What to know");
    line("");
    definition.publish().facts().forEach(fact -> line("- %s", fact));
  }

  private void data(PipelineDefinition definition, ModelEvaluation evaluation) {
    line("");
    line("## Data and features");
    line("");
    TableSpec table = definition.mainTable();
    line(
        "- Table `%s`: %s",
        table.name(), table.derived() ? "made by SQL" : String.join(", ", table.paths()));
    GraphSpec graph = definition.graph();
    if (graph != null) {
      line(
          "- Graph: its rows are nodes, named by `%s`; edges are the rows of %s",
          graph.key(),
          CardWords.names(graph.edges().stream().map(GraphSpec.EdgeTable::table).toList()));
      if (definition.scoresGraphs()) {
        line("- Many graphs, named by `%s`; label and split are those of graphs", graph.graph());
      }
    }
    LinkSpec links = definition.label().links();
    if (links == null) {
      line("- Label: %s from `%s`", describe(definition), definition.label().column());
    } else {
      line(
          "- Label: whether two nodes are linked by an edge of `%s`; %d for each link, pairs without an edge were drawn",
          links.table(), links.negatives());
    }
    line("- Split: %s", CardWords.of(definition.split()));
    List<String> used = definition.model(evaluation.model()).features();
    for (FeatureSpec feature : definition.features()) {
      if (used.isEmpty() || used.contains(feature.name())) {
        line("- Feature `%s`: %s", feature.name(), CardWords.of(feature));
      }
    }
  }

  private static String describe(PipelineDefinition definition) {
    var label = definition.label();
    return switch (label.task()) {
      case BINARY ->
          label.atLeast() != null ? "at least " + label.atLeast() : "one of " + label.positive();
      case MULTICLASS -> "classes " + label.classes();
      case REGRESSION -> "the number";
    };
  }

  private void quality(PipelineDefinition definition, ModelEvaluation evaluation) {
    line("");
    line("## How good it is");
    line("");
    line(
        "On %,d %ss of the test split, scored with the shipped ONNX file; intervals hold 95%%.",
        evaluation.rows(), definition.scored());
    line("");
    line("| metric | value | low | high |");
    line("| --- | --- | --- | --- |");
    evaluation
        .metrics()
        .forEach(
            (name, v) -> line("| %s | %.4f | %.4f | %.4f |", name, v.value(), v.low(), v.high()));
    if (evaluation.threshold() != null) {
      line("");
      line(
          "Threshold for yes, chosen on the validation split: %.4f. Test %ss by actual and predicted: %s.",
          evaluation.threshold(), definition.scored(), evaluation.confusion());
    }
    line("");
    line("Gate: %s.", evaluation.gate().passed() ? "passed" : "failed");
    for (RuleResult rule : evaluation.gate().rules()) {
      line(
          "- `%s`: %.4f, %s%s",
          rule.rule(),
          rule.value(),
          rule.passed() ? "holds" : "does not hold",
          rule.note() == null ? "" : " (" + rule.note() + ")");
    }
  }

  private void comparisons(ModelEvaluation evaluation) {
    if (evaluation.comparisons().isEmpty()) {
      return;
    }
    line("");
    line("## Against other models");
    line("");
    line(
        "On the same test split; the intervals hold 95%% and are paired, so one that holds 0 shows no difference.");
    line("");
    for (Comparison comparison : evaluation.comparisons()) {
      line("- `%s`: %s", comparison.against(), comparison.text());
    }
  }

  private void importance(ModelEvaluation evaluation) {
    List<Importance> columns = evaluation.importance();
    if (columns.isEmpty() || evaluation.importanceSample() == null) {
      return;
    }
    line("");
    line("## What it leans on");
    line("");
    line(
        "How much worse it gets when a column is shuffled between %,d test rows, mean and range of %d repeats; a column whose information another has shows little.",
        evaluation.importanceSample().rows(), evaluation.importanceSample().repeats());
    line("");
    for (Importance column : columns.subList(0, Math.min(MOST_IMPORTANT, columns.size()))) {
      line("- `%s`: %s", column.column(), column.text());
    }
  }

  private void weakest(ModelEvaluation evaluation) {
    String metric = evaluation.metrics().containsKey("rocAuc") ? "rocAuc" : "rmse";
    double sign = metric.equals("rocAuc") ? 1 : -1;
    List<Slice> slices = new ArrayList<>(evaluation.slices());
    slices.removeIf(s -> !s.metrics().containsKey(metric));
    slices.sort(Comparator.comparingDouble(s -> sign * s.metrics().get(metric).value()));
    if (slices.isEmpty()) {
      return;
    }
    line("");
    line("## Where it is weakest");
    line("");
    line("| slice | rows | %s | low | high |", metric);
    line("| --- | --- | --- | --- | --- |");
    for (Slice slice : slices.subList(0, Math.min(WEAKEST, slices.size()))) {
      Map<String, MetricValue> metrics = slice.metrics();
      MetricValue value = metrics.get(metric);
      line(
          "| %s = %s | %,d | %.4f | %.4f | %.4f |",
          slice.by(), slice.value(), slice.rows(), value.value(), value.low(), value.high());
    }
  }

  private void useOfGraph(PipelineDefinition definition) {
    line("");
    line("## How to use it");
    line("");
    if (definition.scoresGraphs()) {
      line(
          "The model scores whole graphs, any number at once. `model.onnx` takes the columns of their nodes, those of a graph together, and their edges, as `signature.json` says: `edge_index` holds the places of nodes, sources above targets, and `batch` the graph of each node, from 0. Each output has a value for each graph.");
      return;
    }
    line(
        "The model scores the nodes of a graph together. `model.onnx` takes a whole graph: the columns of its nodes and its edges, as `signature.json` says. The files in `stages` compute one convolution each, for graphs that are larger than memory.");
  }

  private void use(String name) {
    line("");
    line("## How to use it");
    line("");
    line("```java");
    line("try (Model model = Catalog.open(root).model(\"%s@champion\")) {", name);
    line("  List<Map<String, Object>> predictions = model.score(rows);");
    line("}");
    line("```");
    line("");
    line("The columns that a row must have stand in `signature.json`.");
  }
}
