package io.millrace.jobs.train;

import io.millrace.handoff.Json;
import io.millrace.handoff.PreparedFiles;
import io.millrace.jobs.RunSteps;
import io.millrace.jobs.Step;
import io.millrace.jobs.StepContext;
import io.millrace.jobs.data.Names;
import io.millrace.jobs.data.SavedDataset;
import io.millrace.network.PredictorFiles;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.TrainingSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * Trains one model of the definition with Spark MLlib.
 *
 * <pre>
 * spark-submit --class io.millrace.jobs.train.TrainJob pipeline-jobs.jar --run FOLDER --model NAME
 * </pre>
 *
 * Writes {@code network.json}, {@code weights.safetensors}, {@code history.jsonl} and {@code
 * predictions/}: the engine's own predictions on the validation split, against which the shipped
 * file is checked.
 */
public final class TrainJob implements Step {
  /** A step of this kind is named after its model. */
  public static final String STEP_PREFIX = "train-";

  public static void main(String[] arguments) {
    RunSteps.singleModel(arguments, STEP_PREFIX);
  }

  @Override
  public Optional<Ledger> run(StepContext context) throws IOException {
    String name = context.step().name().substring(STEP_PREFIX.length());
    ModelSpec model = context.definition().model(name);
    Path features = context.output("features");
    FeaturePlan plan = PreparedFiles.featurePlan(context.storage(), features);
    SavedDataset data = SavedDataset.open(context.storage(), new Path(features, Names.DATA));
    TrainingData training =
        new TrainingData(
            model,
            context.definition().label(),
            ModelInputs.of(plan, model),
            data.rows(context.spark(), "train"),
            data.rows(context.spark(), "valid"));
    context.phase("training " + model.network(), 0, 0.9);
    Trained trained = train(training);
    context.phase("predicting", 0.9, 1);
    trained.predictions().write().parquet(new Path(context.work(), "predictions").toString());
    save(context, trained);
    long rows = data.manifest().rows().get("train");
    return Optional.of(new Ledger(rows, rows, Map.of(), Map.of()));
  }

  private static Trained train(TrainingData data) {
    TrainingSettings settings = data.model().settings();
    if (settings instanceof TrainingSettings.LogisticRegression logistic) {
      return LinearTrainer.logistic(data, logistic);
    }
    if (settings instanceof TrainingSettings.LinearRegression linear) {
      return LinearTrainer.linear(data, linear);
    }
    if (settings instanceof TrainingSettings.GradientBoostedTrees trees) {
      return TreesTrainer.train(data, trees);
    }
    throw new IllegalStateException("Cannot train with settings " + settings);
  }

  private static void save(StepContext context, Trained trained) throws IOException {
    context
        .storage()
        .write(
            new Path(context.work(), "network.json"), PredictorFiles.network(trained.predictor()));
    context
        .storage()
        .write(
            new Path(context.work(), "weights.safetensors"),
            PredictorFiles.weights(trained.predictor()));
    StringBuilder history = new StringBuilder();
    List<Double> losses = trained.losses();
    for (int i = 0; i < losses.size(); i++) {
      history.append(Json.line(Map.of("iteration", i, "loss", losses.get(i)))).append('\n');
    }
    context
        .storage()
        .write(
            new Path(context.work(), "history.jsonl"),
            history.toString().getBytes(StandardCharsets.UTF_8));
  }
}
