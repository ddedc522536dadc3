package io.millrace.launcher.report;

import io.millrace.launcher.plan.PublishedModel;
import io.millrace.launcher.report.Table.Cell;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.evaluation.Comparison;
import io.millrace.spec.evaluation.GateResult;
import io.millrace.spec.evaluation.MetricValue;
import io.millrace.spec.evaluation.ModelEvaluation;
import io.millrace.spec.target.LabelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The models with their figures, differences and verdicts.
 *
 * @param differences null where there is nothing to compare with
 */
record ModelsView(Table metrics, @Nullable Table differences, List<Model> models) {

  /**
   * What belongs to one model.
   *
   * @param confusion null but for classes
   * @param champion what it was compared with, or why it was not; empty without a champion
   */
  record Model(
      String name,
      boolean passed,
      String version,
      String settings,
      Table gate,
      @Nullable Table confusion,
      String champion) {}

  static ModelsView of(RunFacts run) {
    return new ModelsView(
        metrics(run),
        differences(run.evaluations()),
        run.evaluations().stream().map(model -> model(run, model)).toList());
  }

  private static Table metrics(RunFacts run) {
    List<ModelEvaluation> models = run.evaluations();
    List<String> names = Metrics.of(models);
    List<String> head = new ArrayList<>(List.of("Model", "Gate"));
    names.forEach(name -> head.add(Words.metric(name)));
    Table.Builder table =
        new Table.Builder(
            "Metrics on the test split, with 95% intervals; the best of each in bold", head);
    for (ModelEvaluation model : models) {
      List<Cell> cells = new ArrayList<>();
      cells.add(new Cell(model.model(), model.engine() + ", " + model.network(), ""));
      boolean passed = model.gate().passed();
      cells.add(
          new Cell(passed ? "✓ passed" : "✗ failed", version(run, model), passed ? "good" : "bad"));
      for (String name : names) {
        cells.add(value(model.metrics().get(name), isBest(name, model, models)));
      }
      table.cells(cells);
    }
    return table.build();
  }

  private static Cell value(@Nullable MetricValue value, boolean best) {
    return value == null
        ? Cell.of(Words.NONE)
        : new Cell(Words.value(value.value()), Words.interval(value), best ? "best" : "");
  }

  private static boolean isBest(String name, ModelEvaluation model, List<ModelEvaluation> all) {
    double sign = Metrics.moreIsBetter(name) ? 1 : -1;
    MetricValue own = model.metrics().get(name);
    return all.size() > 1
        && own != null
        && all.stream()
            .map(other -> other.metrics().get(name))
            .noneMatch(other -> other != null && sign * other.value() > sign * own.value());
  }

  private static String version(RunFacts run, ModelEvaluation model) {
    Optional<PublishedModel> published = run.published(model.model());
    return published
        .map(
            p ->
                p.name() + " v" + p.version() + (p.status().equals("rejected") ? ", rejected" : ""))
        .orElse("not published");
  }

  private static @Nullable Table differences(List<ModelEvaluation> models) {
    List<String> names =
        Metrics.of(models).stream()
            .filter(
                name ->
                    models.stream()
                        .anyMatch(
                            m ->
                                m.comparisons().stream()
                                    .anyMatch(c -> c.difference().containsKey(name))))
            .toList();
    if (names.isEmpty()) {
      return null;
    }
    List<String> head = new ArrayList<>(List.of("Model", "Minus"));
    names.forEach(name -> head.add(Words.metric(name)));
    Table.Builder table = new Table.Builder("Paired differences with 95% intervals", head);
    for (ModelEvaluation model : models) {
      for (Comparison comparison : model.comparisons()) {
        List<Cell> cells =
            new ArrayList<>(List.of(Cell.of(model.model()), Cell.of(comparison.against())));
        names.forEach(name -> cells.add(difference(name, comparison.difference().get(name))));
        table.cells(cells);
      }
    }
    return table.build();
  }

  /** Marked where the interval does not hold 0. */
  private static Cell difference(String name, @Nullable MetricValue found) {
    if (found == null) {
      return Cell.of(Words.NONE);
    }
    boolean apart = found.low() > 0 || found.high() < 0;
    boolean better = found.value() > 0 == Metrics.moreIsBetter(name);
    return new Cell(
        Words.signed(found.value()),
        Words.signed(found.low())
            + " to "
            + Words.signed(found.high())
            + (apart ? better ? ", better" : ", worse" : ""),
        apart ? better ? "good" : "bad" : "");
  }

  private static Model model(RunFacts run, ModelEvaluation model) {
    return new Model(
        model.model(),
        model.gate().passed(),
        version(run, model),
        settings(run, model),
        gate(model.gate()),
        confusion(run.definition(), model),
        champion(model));
  }

  private static String settings(RunFacts run, ModelEvaluation model) {
    String parity =
        "The shipped file differs from the engine's own predictions by at most %.2g on %s of the validation split."
            .formatted(
                model.parity(), Words.counted(model.parityRows(), run.definition().scored()));
    return model.threshold() == null
        ? parity
        : "A score of at least %s counts as yes; this threshold was chosen on the validation split. %s"
            .formatted(Words.value(model.threshold()), parity);
  }

  private static Table gate(GateResult gate) {
    Table.Builder table =
        new Table.Builder("Gate, rule by rule", "Rule", "Value", "Limit", "Verdict", "Note");
    for (GateResult.RuleResult rule : gate.rules()) {
      table.cells(
          List.of(
              Cell.of(rule.rule()),
              Cell.of(Words.value(rule.value())),
              Cell.of(rule.limit() == null ? Words.NONE : Words.value(rule.limit())),
              verdict(rule),
              Cell.of(rule.note() == null ? "" : rule.note())));
    }
    return table.build();
  }

  private static Cell verdict(GateResult.RuleResult rule) {
    if (isPassedOver(rule)) {
      return Cell.of("passed over");
    }
    return new Cell(rule.passed() ? "✓ holds" : "✗ broken", "", rule.passed() ? "good" : "bad");
  }

  /** A rule against a champion that there is not: it neither holds nor is broken. */
  static boolean isPassedOver(GateResult.RuleResult rule) {
    return rule.passed() && rule.limit() == null;
  }

  private static @Nullable Table confusion(PipelineDefinition definition, ModelEvaluation model) {
    List<List<Long>> counts = model.confusion();
    if (counts.isEmpty()) {
      return null;
    }
    List<String> names = classes(definition.label(), counts.size());
    List<String> head = new ArrayList<>(List.of("Actual"));
    names.forEach(name -> head.add("predicted " + name));
    Table.Builder table =
        new Table.Builder(
            "Confusion matrix: %ss of the test split".formatted(definition.scored()), head);
    for (int actual = 0; actual < counts.size(); actual++) {
      List<Cell> cells = new ArrayList<>(List.of(Cell.of(names.get(actual))));
      long all = counts.get(actual).stream().mapToLong(Long::longValue).sum();
      for (int predicted = 0; predicted < counts.get(actual).size(); predicted++) {
        long count = counts.get(actual).get(predicted);
        cells.add(
            new Cell(
                Words.count(count),
                all == 0 ? "" : Words.percent((double) count / all),
                actual == predicted ? "best" : ""));
      }
      table.cells(cells);
    }
    return table.build();
  }

  private static List<String> classes(LabelSpec label, int size) {
    if (label.classes().size() == size) {
      return label.classes();
    }
    if (size == 2) {
      return List.of("no", "yes");
    }
    return java.util.stream.IntStream.range(0, size).mapToObj(i -> "class " + i).toList();
  }

  private static String champion(ModelEvaluation model) {
    ModelEvaluation.Champion champion = model.champion();
    if (champion == null) {
      return "";
    }
    String name = champion.model() + " version " + champion.version();
    return champion.refusal() == null
        ? "Compared with the champion, %s.".formatted(name)
        : "The champion, %s, could not be scored: %s".formatted(name, champion.refusal());
  }
}
