package io.millrace.handoff.definition;

import io.millrace.spec.evaluation.EvaluationSpec;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.target.LabelSpec;
import io.millrace.spec.target.LinkSpec;
import io.millrace.spec.target.SplitSpec;
import java.util.List;

/** Checks a definition that predicts links against its graph, models and evaluation. */
final class LinkChecks {
  private final Draft draft;
  private final Problems problems;

  LinkChecks(Draft draft, Problems problems) {
    this.draft = draft;
    this.problems = problems;
  }

  void run() {
    draft.label().map(LabelSpec::links).ifPresent(this::links);
  }

  private void links(LinkSpec links) {
    if (!has("graph")) {
      problems.add(
          List.of("label", "edges"),
          "Cannot predict links of table '%s': the definition has no graph (expected a section graph with edges of this table).",
          links.table());
    }
    draft.graph().ifPresent(graph -> graph(links, graph));
    draft.split().ifPresent(this::split);
    draft.models().values().forEach(model -> model.ifPresent(this::model));
    draft.evaluation().ifPresent(this::evaluation);
  }

  private boolean has(String path) {
    return problems.source().root().toConfig().hasPath(path);
  }

  private void graph(LinkSpec links, GraphDraft graph) {
    if (!graph.edges().containsKey(links.table())) {
      problems.add(
          List.of("label", "edges"),
          "Cannot predict links of table '%s': it is no table of edges of the graph %s.",
          links.table(),
          Nearest.expected(links.table(), graph.edges().keySet()));
    }
    if (graph.graph() != null) {
      problems.add(
          List.of("graph", "graph"),
          "Cannot predict links between many graphs: negatives are drawn from all pairs of nodes (expected one graph). Remove graph.graph.");
    }
    if (has("graph.unlabelled")) {
      problems.add(
          List.of("graph", "unlabelled"),
          "Cannot treat unlabelled nodes otherwise: label and split are those of links, and all nodes pass messages (expected no graph.unlabelled).");
    }
  }

  private void split(SplitSpec split) {
    if (split.group() != null) {
      problems.add(
          List.of("split", "group"),
          "Cannot split links by groups of '%s': a split is one of links, which have no column of the main table (expected no group).",
          split.group());
    } else if (!(split instanceof SplitSpec.AtRandom)) {
      problems.add(
          List.of("split", "by"),
          "Cannot split links other than at random: a split is one of links, which have no column of the main table (expected by = random).");
    }
  }

  private void model(ModelSpec model) {
    if (!model.overGraphs()) {
      problems.add(
          List.of("models", model.name()),
          "Cannot train model '%s': label.task is link-prediction, but network '%s' looks at single rows (expected one of %s).",
          model.name(),
          model.network(),
          String.join(", ", GraphNetworkReader.NETWORKS));
    }
  }

  private void evaluation(EvaluationSpec evaluation) {
    if (evaluation.blockColumn() != null) {
      problems.add(
          List.of("evaluation", "blocks"),
          "Cannot evaluate links by blocks of '%s': a link has two nodes (expected no evaluation.blocks).",
          evaluation.blockColumn());
    }
    if (!evaluation.slices().isEmpty()) {
      problems.add(
          List.of("evaluation", "slices"),
          "Cannot evaluate links by %s: a link has two nodes (expected no evaluation.slices).",
          evaluation.slices());
    }
  }
}
