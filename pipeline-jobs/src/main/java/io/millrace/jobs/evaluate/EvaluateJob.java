package io.millrace.jobs.evaluate;

import io.millrace.handoff.Json;
import io.millrace.jobs.RunSteps;
import io.millrace.jobs.Step;
import io.millrace.jobs.StepContext;
import io.millrace.jobs.data.Names;
import io.millrace.jobs.data.SavedDataset;
import io.millrace.jobs.train.TrainJob;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.evaluation.Comparison;
import io.millrace.spec.evaluation.ModelEvaluation;
import io.millrace.spec.evaluation.ModelEvaluation.CalibrationBin;
import io.millrace.spec.evaluation.ModelEvaluation.Champion;
import io.millrace.spec.evaluation.ModelEvaluation.Slice;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.target.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates every model of the definition as it will be shipped: its ONNX file scores raw rows.
 *
 * <pre>spark-submit --class io.millrace.jobs.evaluate.EvaluateJob pipeline-jobs.jar --run FOLDER
 * </pre>
 *
 * Writes a folder for each model ({@code model.onnx}, {@code signature.json}, {@code
 * evaluation.json}) and {@code scores/} with the scored validation and test rows. Fails if a file's
 * predictions differ from its engine's.
 */
public final class EvaluateJob implements Step {
  /** Largest difference that single precision explains. */
  static final double PARITY = 1e-5;

  public static void main(String[] arguments) {
    RunSteps.single(arguments, "evaluate");
  }

  @Override
  public Optional<Ledger> run(StepContext context) throws IOException {
    PipelineDefinition definition = context.definition();
    context.phase("exporting", 0, 0.05);
    List<Candidate> candidates = new ArrayList<>();
    for (ModelSpec model : definition.models()) {
      candidates.add(ShippedModel.of(context, model));
    }
    CurrentChampion champion = CurrentChampion.find(context).orElse(null);
    if (champion != null && champion.refusal() == null) {
      candidates.add(champion.candidate());
    }
    context.phase("scoring", 0.05, 0.5);
    Path scores = new Path(context.work(), "scores");
    Dataset<Row> scored = score(context, candidates, scores);
    context.phase("metrics", 0.5, 1);
    for (ModelEvaluation evaluation : evaluate(context, scored, candidates, champion)) {
      save(context, candidates, evaluation);
    }
    long rows = scored.count();
    return Optional.of(new Ledger(rows, rows, Map.of(), Map.of()));
  }

  private static Dataset<Row> score(StepContext context, List<Candidate> candidates, Path scores)
      throws IOException {
    SavedDataset cleaned =
        SavedDataset.open(context.storage(), new Path(context.output("clean"), Names.DATA));
    Path planFile = new Path(context.output("features"), "feature-plan.json");
    FeaturePlan plan =
        Json.read(
            context.storage().read(planFile),
            FeaturePlan.class,
            FeaturePlan.VERSION,
            planFile.toString());
    ScoredRows.of(
            cleaned.rows(context.spark(), SavedDataset.ALL), context.definition(), plan, candidates)
        .write()
        .parquet(scores.toString());
    return context.spark().read().parquet(scores.toString());
  }

  private static List<ModelEvaluation> evaluate(
      StepContext context,
      Dataset<Row> scored,
      List<Candidate> candidates,
      @Nullable CurrentChampion champion)
      throws IOException {
    PipelineDefinition definition = context.definition();
    ModelEvaluator evaluator =
        new ModelEvaluator(scored, candidates.size(), definition.label(), definition.evaluation());
    // Before all that takes longer: a file that is not its model needs no other figure.
    List<ModelEvaluator.Parity> parities = parities(context, evaluator);
    List<ModelEvaluator.Choice> choices = evaluator.choose();
    List<List<Measured>> measured = evaluator.measure(choices);
    List<List<List<Long>>> confusion = evaluator.confusion(choices);
    List<List<CalibrationBin>> calibration = evaluator.calibration();
    Champion compared = champion(champion, measured);
    List<ModelEvaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < definition.models().size(); i++) {
      ModelSpec model = definition.models().get(i);
      List<Slice> slices = measured.get(i).stream().map(Measured::slice).toList();
      Slice all = slices.get(0);
      evaluations.add(
          new ModelEvaluation(
              ModelEvaluation.VERSION,
              model.name(),
              model.engine(),
              model.network(),
              definition.label().task(),
              all.rows(),
              choices.get(i).selection(),
              all.metrics(),
              definition.label().task() == Task.BINARY ? choices.get(i).threshold() : null,
              confusion.get(i),
              calibration.get(i),
              slices.subList(1, slices.size()),
              parities.get(i).difference(),
              parities.get(i).rows(),
              compared,
              comparisons(i, names(candidates, definition, champion), measured),
              Gate.judge(definition.evaluation().gate(), all.metrics(), compared)));
    }
    return evaluations;
  }

  private static List<ModelEvaluator.Parity> parities(StepContext context, ModelEvaluator evaluator)
      throws IOException {
    List<ModelEvaluator.Parity> parities = new ArrayList<>();
    for (ModelSpec model : context.definition().models()) {
      ModelEvaluator.Parity parity =
          evaluator.parity(parities.size(), enginePredictions(context, model));
      if (!(parity.difference() <= PARITY)) {
        throw new IllegalStateException(
            "Cannot ship model '%s': its ONNX file differs from the engine's predictions by up to %s on %d rows (expected at most %s)."
                .formatted(model.name(), parity.difference(), parity.rows(), PARITY));
      }
      parities.add(parity);
    }
    return parities;
  }

  private static Dataset<Row> enginePredictions(StepContext context, ModelSpec model)
      throws IOException {
    Path trained = context.output(TrainJob.STEP_PREFIX + model.name());
    return context.spark().read().parquet(new Path(trained, "predictions").toString());
  }

  /** The champion is the last candidate, after the models of the definition. */
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
    List<Measured> own = measured.get(measured.size() - 1);
    return new Champion(name, version, own.get(0).slice().metrics(), null);
  }

  private static List<Comparison> comparisons(
      int model, List<String> names, List<List<Measured>> measured) {
    Replicates own = measured.get(model).get(0).replicates();
    List<Comparison> comparisons = new ArrayList<>();
    for (int other = 0; other < names.size(); other++) {
      if (other != model) {
        Replicates theirs = measured.get(other).get(0).replicates();
        comparisons.add(new Comparison(names.get(other), own.minus(theirs)));
      }
    }
    return comparisons;
  }

  /** The models' names; the champion's with its version, since the alias moves on. */
  private static List<String> names(
      List<Candidate> candidates,
      PipelineDefinition definition,
      @Nullable CurrentChampion champion) {
    List<String> names = new ArrayList<>(candidates.stream().map(Candidate::name).toList());
    if (champion != null && names.size() > definition.models().size()) {
      names.set(names.size() - 1, champion.version().name() + "@" + champion.version().version());
    }
    return names;
  }

  private static void save(
      StepContext context, List<Candidate> candidates, ModelEvaluation evaluation)
      throws IOException {
    Candidate candidate =
        candidates.stream()
            .filter(c -> c.name().equals(evaluation.model()))
            .findFirst()
            .orElseThrow();
    Path folder = new Path(context.work(), candidate.name());
    context.storage().write(new Path(folder, "model.onnx"), candidate.onnx());
    context.storage().write(new Path(folder, "signature.json"), candidate.signatureJson());
    context.storage().writeJson(new Path(folder, "evaluation.json"), evaluation);
  }
}
