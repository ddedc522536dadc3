package io.millrace.jobs.evaluate;

import io.millrace.jobs.StepContext;
import io.millrace.jobs.evaluate.ModelEvaluator.Choice;
import io.millrace.jobs.evaluate.ModelEvaluator.Parity;
import io.millrace.jobs.train.TrainJob;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.evaluation.Comparison;
import io.millrace.spec.evaluation.ModelEvaluation;
import io.millrace.spec.evaluation.ModelEvaluation.Champion;
import io.millrace.spec.evaluation.ModelEvaluation.Slice;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.target.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The evaluations of a definition's models. All lists are by number of the candidate: the models in
 * the definition's order, then the champion if it was scored.
 */
record Evaluations(
    PipelineDefinition definition,
    List<String> names,
    List<Parity> parities,
    List<Choice> choices,
    List<List<Measured>> measured,
    List<List<List<Long>>> confusion,
    List<List<ScoreBin>> bins,
    @Nullable Champion champion) {
  /** Largest difference that single precision explains. */
  private static final double PARITY = 1e-5;

  /**
   * Measures all of them.
   *
   * @param scored rows with the scores of all candidates
   * @param graph null where no candidate looks at one
   * @throws IllegalStateException if a file's predictions differ from its engine's
   */
  static Evaluations of(
      StepContext context,
      Dataset<Row> scored,
      List<Candidate> candidates,
      @Nullable CurrentChampion champion,
      @Nullable GraphScores graph)
      throws IOException {
    PipelineDefinition definition = context.definition();
    ModelEvaluator evaluator =
        new ModelEvaluator(scored, candidates.size(), definition.label(), definition.evaluation());
    // Before all that takes longer: a file that is not its model needs no other figure.
    List<Parity> parities = parities(context, evaluator, candidates, graph);
    List<Choice> choices = evaluator.choose();
    List<List<Measured>> measured = evaluator.measure(choices);
    return new Evaluations(
        definition,
        names(candidates, champion),
        parities,
        choices,
        measured,
        evaluator.confusion(choices),
        evaluator.bins(),
        champion(champion, measured));
  }

  private static List<Parity> parities(
      StepContext context,
      ModelEvaluator evaluator,
      List<Candidate> candidates,
      @Nullable GraphScores graph)
      throws IOException {
    List<Parity> parities = new ArrayList<>();
    for (ModelSpec model : context.definition().models()) {
      Path trained = context.output(TrainJob.STEP_PREFIX + model.name());
      Dataset<Row> predictions =
          context.spark().read().parquet(new Path(trained, "predictions").toString());
      Candidate candidate = candidates.get(parities.size());
      Parity parity =
          graph != null && candidate.overGraph()
              ? graph.parity(candidate, predictions)
              : evaluator.parity(parities.size(), predictions);
      if (!(parity.difference() <= PARITY)) {
        throw new IllegalStateException(
            "Cannot ship model '%s': its ONNX file differs from the engine's predictions by up to %s on %d rows (expected at most %s)."
                .formatted(model.name(), parity.difference(), parity.rows(), PARITY));
      }
      parities.add(parity);
    }
    return parities;
  }

  /** What each candidate is called; the champion by its version, since the alias moves on. */
  private static List<String> names(
      List<Candidate> candidates, @Nullable CurrentChampion champion) {
    List<String> names = new ArrayList<>();
    for (Candidate candidate : candidates) {
      boolean scored = champion != null && candidate.equals(champion.candidate());
      names.add(
          scored
              ? champion.version().name() + "@" + champion.version().version()
              : candidate.name());
    }
    return names;
  }

  private static @Nullable Champion champion(
      @Nullable CurrentChampion champion, List<List<Measured>> measured) {
    if (champion == null) {
      return null;
    }
    String name = champion.version().name();
    int version = champion.version().version();
    if (champion.refusal() != null) {
      return new Champion(name, version, Map.of(), champion.refusal());
    }
    List<Measured> last = measured.get(measured.size() - 1);
    return new Champion(name, version, last.get(0).slice().metrics(), null);
  }

  /** The evaluation of the definition's model of this number. */
  ModelEvaluation get(int number, Importances importances) {
    ModelSpec model = definition.models().get(number);
    Task task = definition.label().task();
    List<Slice> slices = measured.get(number).stream().map(Measured::slice).toList();
    Slice all = slices.get(0);
    return new ModelEvaluation(
        ModelEvaluation.VERSION,
        model.name(),
        model.engine(),
        model.network(),
        task,
        all.rows(),
        choices.get(number).selection(),
        all.metrics(),
        task == Task.BINARY ? choices.get(number).threshold() : null,
        confusion.get(number),
        Calibration.of(bins.get(number)),
        slices.subList(1, slices.size()),
        parities.get(number).difference(),
        parities.get(number).rows(),
        champion,
        comparisons(number),
        Curves.of(bins.get(number)),
        importances.byModel().get(number),
        importances.sample(),
        Gate.judge(definition.evaluation().gate(), all.metrics(), champion));
  }

  private List<Comparison> comparisons(int number) {
    Replicates own = measured.get(number).get(0).replicates();
    List<Comparison> comparisons = new ArrayList<>();
    for (int other = 0; other < names.size(); other++) {
      if (other != number) {
        Replicates theirs = measured.get(other).get(0).replicates();
        comparisons.add(new Comparison(names.get(other), own.minus(theirs)));
      }
    }
    return comparisons;
  }
}
