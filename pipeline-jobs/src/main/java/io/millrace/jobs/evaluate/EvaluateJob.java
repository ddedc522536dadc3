package io.millrace.jobs.evaluate;

import io.millrace.handoff.PreparedFiles;
import io.millrace.jobs.RunSteps;
import io.millrace.jobs.Step;
import io.millrace.jobs.StepContext;
import io.millrace.jobs.data.Names;
import io.millrace.jobs.data.SavedDataset;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.evaluation.ModelEvaluation;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.model.ModelSpec;
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
 * evaluation.json}, {@code stages/} of a network over a graph, and {@code embeddings/} of one that
 * predicts links) and {@code scores/} with the scored validation and test rows. Fails if a file's
 * predictions differ from its engine's.
 */
public final class EvaluateJob implements Step {
  /** Folder of a model with {@code key string, embedding array<float>} of each node. */
  private static final String EMBEDDINGS = "embeddings";

  public static void main(String[] arguments) {
    RunSteps.single(arguments, "evaluate");
  }

  @Override
  public Optional<Ledger> run(StepContext context) throws IOException {
    PipelineDefinition definition = context.definition();
    context.phase("exporting", 0, 0.05);
    List<Candidate> models = new ArrayList<>();
    for (ModelSpec model : definition.models()) {
      models.add(ShippedModel.of(context, model));
    }
    List<Candidate> candidates = new ArrayList<>(models);
    CurrentChampion champion = CurrentChampion.find(context).orElse(null);
    if (champion != null && champion.refusal() == null) {
      candidates.add(champion.candidate());
    }
    context.phase("scoring", 0.05, 0.5);
    Dataset<Row> cleaned = cleaned(context);
    Dataset<Row> scored;
    Evaluations evaluations;
    try (GraphScores graph = graph(context, cleaned, candidates)) {
      scored = score(context, cleaned, candidates, graph);
      context.phase("metrics", 0.5, 0.85);
      evaluations = Evaluations.of(context, scored, candidates, champion, graph);
      embeddings(context, models, graph);
    }
    context.phase("importance", 0.85, 1);
    Importances importances = importances(context, cleaned, models);
    for (int i = 0; i < models.size(); i++) {
      save(context, models.get(i), evaluations.get(i, importances));
    }
    long rows = scored.count();
    return Optional.of(new Ledger(rows, rows, Map.of(), Map.of()));
  }

  private static Dataset<Row> cleaned(StepContext context) throws IOException {
    return SavedDataset.open(context.storage(), new Path(context.output("clean"), Names.DATA))
        .rows(context.spark(), SavedDataset.ALL);
  }

  /** Null where no candidate looks at a graph. */
  private static @Nullable GraphScores graph(
      StepContext context, Dataset<Row> cleaned, List<Candidate> candidates) throws IOException {
    return candidates.stream().anyMatch(Candidate::overGraph)
        ? new GraphScores(context, cleaned)
        : null;
  }

  private static Dataset<Row> score(
      StepContext context,
      Dataset<Row> cleaned,
      List<Candidate> candidates,
      @Nullable GraphScores graph)
      throws IOException {
    Path scores = new Path(context.work(), "scores");
    FeaturePlan plan = PreparedFiles.featurePlan(context.storage(), context.output("features"));
    rows(context, cleaned, plan, candidates, graph).write().parquet(scores.toString());
    Dataset<Row> scored = context.spark().read().parquet(scores.toString());
    if (context.definition().scoresGraphs()) {
      requireAll(context, scored.count());
    }
    return scored;
  }

  private static Dataset<Row> rows(
      StepContext context,
      Dataset<Row> cleaned,
      FeaturePlan plan,
      List<Candidate> candidates,
      @Nullable GraphScores graph)
      throws IOException {
    return graph != null && context.definition().label().links() != null
        ? ScoredRows.ofLinks(candidates, graph)
        : ScoredRows.of(cleaned, context.definition(), plan, candidates, graph);
  }

  /** Each graph that is an example has one score. */
  private static void requireAll(StepContext context, long graphs) throws IOException {
    Path examples = new Path(context.output("neighbourhoods"), Names.DATA);
    Map<String, Long> bySplit = PreparedFiles.manifest(context.storage(), examples).rows();
    long expected = bySplit.get("valid") + bySplit.get("test");
    if (graphs != expected) {
      throw new IllegalStateException(
          "Cannot evaluate '%s': %d graphs have scores (expected %d of validation and test)."
              .formatted(context.definition().name(), graphs, expected));
    }
  }

  /** They serve without the network too, such as to look for the nearest nodes. */
  private static void embeddings(
      StepContext context, List<Candidate> models, @Nullable GraphScores graph) throws IOException {
    for (Candidate model : models) {
      if (graph != null && model.scoresPairs()) {
        Path folder = new Path(new Path(context.work(), model.name()), EMBEDDINGS);
        graph.byKey(model).write().parquet(folder.toString());
      }
    }
  }

  private static Importances importances(
      StepContext context, Dataset<Row> cleaned, List<Candidate> models) {
    PipelineDefinition definition = context.definition();
    // A score over a graph depends on other nodes' columns too: shuffled rows would not tell.
    if (definition.evaluation().importance().rows() == 0 || Candidate.overRows(models).isEmpty()) {
      return Importances.none(models.size());
    }
    return Importances.of(
        context.spark().sparkContext(),
        SampledRows.of(cleaned, definition, models),
        models,
        definition.label().task(),
        definition.evaluation());
  }

  private static void save(StepContext context, Candidate candidate, ModelEvaluation evaluation)
      throws IOException {
    Path folder = new Path(context.work(), candidate.name());
    context.storage().write(new Path(folder, "model.onnx"), candidate.onnx());
    context.storage().write(new Path(folder, "signature.json"), candidate.signatureJson());
    context.storage().writeJson(new Path(folder, "evaluation.json"), evaluation);
    for (int stage = 0; stage < candidate.stages().size(); stage++) {
      context.storage().write(new Path(folder, Stages.file(stage)), candidate.stages().get(stage));
    }
  }
}
