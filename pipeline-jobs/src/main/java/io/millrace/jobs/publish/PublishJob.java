package io.millrace.jobs.publish;

import io.millrace.catalog.ArtifactSource;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.Metric;
import io.millrace.catalog.Publication;
import io.millrace.catalog.PublishResult;
import io.millrace.catalog.access.Principal;
import io.millrace.handoff.Json;
import io.millrace.jobs.RunSteps;
import io.millrace.jobs.Step;
import io.millrace.jobs.StepContext;
import io.millrace.jobs.evaluate.Stages;
import io.millrace.jobs.train.TrainJob;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.evaluation.ModelEvaluation;
import io.millrace.spec.graph.GraphInput;
import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.graph.GraphSpec.EdgeTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Publishes every evaluated model. The best by the selection metric on the validation split becomes
 * the next version of the definition's model, the others of {@code <model>-<network>}. A model that
 * failed its gate becomes a rejected version without an alias. Publishing again is no new version.
 *
 * <pre>spark-submit --class io.millrace.jobs.publish.PublishJob pipeline-jobs.jar --run FOLDER
 * </pre>
 */
public final class PublishJob implements Step {
  /** What was published, the best model first. */
  public static final String PUBLISHED_FILE = "published.json";

  private static final String CHAMPION = "champion";
  private static final String EDGES = "edges";

  public static void main(String[] arguments) {
    RunSteps.single(arguments, "publish");
  }

  /**
   * A published model.
   *
   * @param model its name in the definition
   * @param name its name in the catalog
   * @param status {@code published} or {@code rejected}
   */
  public record Published(String model, String name, int version, String status) {
    /** Whether its gate passed. */
    public boolean accepted() {
      return !status.equals("rejected");
    }
  }

  @Override
  public Optional<Ledger> run(StepContext context) throws IOException {
    Catalog catalog =
        Catalog.open(context.plan().catalog(), context.storage().hadoop())
            .as(Principal.user(context.plan().actor()));
    List<Published> published = new ArrayList<>();
    for (ModelEvaluation evaluation : bestFirst(context)) {
      published.add(publish(context, catalog, evaluation, published.isEmpty()));
    }
    context.storage().writeJson(new Path(context.work(), PUBLISHED_FILE), published);
    return Optional.empty();
  }

  private static List<ModelEvaluation> bestFirst(StepContext context) throws IOException {
    List<ModelEvaluation> evaluations = new ArrayList<>();
    for (var model : context.definition().models()) {
      Path file = new Path(evaluated(context, model.name()), "evaluation.json");
      evaluations.add(
          Json.read(
              context.storage().read(file),
              ModelEvaluation.class,
              ModelEvaluation.VERSION,
              file.toString()));
    }
    // Log loss and RMSE: less is better.
    evaluations.sort(Comparator.comparingDouble(ModelEvaluation::validation));
    return evaluations;
  }

  private static Path evaluated(StepContext context, String model) throws IOException {
    return new Path(context.output("evaluate"), model);
  }

  private static Published publish(
      StepContext context, Catalog catalog, ModelEvaluation evaluation, boolean best)
      throws IOException {
    PipelineDefinition definition = context.definition();
    String base = definition.publish().model();
    String name = best ? base : base + "-" + suffix(definition, evaluation);
    boolean accepted = evaluation.gate().passed();
    Map<String, Metric> metrics = new LinkedHashMap<>();
    evaluation
        .metrics()
        .forEach((metric, v) -> metrics.put(metric, new Metric(v.value(), v.low(), v.high())));
    Publication publication =
        new Publication(
            name,
            context.plan().runId(),
            files(context, name, evaluation, parent(catalog, name)),
            metrics,
            tags(definition, evaluation),
            accepted,
            accepted ? List.of(CHAMPION) : List.of());
    PublishResult result = catalog.publish(publication);
    return new Published(
        evaluation.model(), name, result.version().version(), accepted ? "published" : "rejected");
  }

  /** For a model over a graph also the tables of edges, so that tools can ask for them at once. */
  private static Map<String, String> tags(
      PipelineDefinition definition, ModelEvaluation evaluation) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("pipeline", definition.name());
    tags.put("engine", evaluation.engine());
    tags.put("network", evaluation.network());
    GraphSpec graph = definition.graph();
    if (graph != null && definition.model(evaluation.model()).overGraphs()) {
      tags.put(EDGES, String.join(",", graph.edges().stream().map(EdgeTable::table).toList()));
    }
    return tags;
  }

  /** The network's name, or the model's own where others have the same network. */
  private static String suffix(PipelineDefinition definition, ModelEvaluation evaluation) {
    long same =
        definition.models().stream()
            .filter(model -> model.network().equals(evaluation.network()))
            .count();
    return same == 1 ? evaluation.network() : evaluation.model();
  }

  private static @Nullable String parent(Catalog catalog, String name) {
    return catalog.models().stream()
        .filter(model -> model.name().equals(name))
        .map(model -> name + "/" + model.versions().size())
        .findFirst()
        .orElse(null);
  }

  private static Map<String, ArtifactSource> files(
      StepContext context, String name, ModelEvaluation evaluation, @Nullable String parent)
      throws IOException {
    Path evaluated = evaluated(context, evaluation.model());
    Path trained = context.output(TrainJob.STEP_PREFIX + evaluation.model());
    Path features = context.output("features");
    FileSystem fs = context.storage().fs(evaluated);
    Map<String, ArtifactSource> files = new LinkedHashMap<>();
    for (String file : List.of("model.onnx", "signature.json", "evaluation.json")) {
      files.put(file, ArtifactSource.of(fs, new Path(evaluated, file)));
    }
    for (int stage = 0; fs.exists(new Path(evaluated, Stages.file(stage))); stage++) {
      files.put(Stages.file(stage), ArtifactSource.of(fs, new Path(evaluated, Stages.file(stage))));
    }
    if (context.definition().model(evaluation.model()).overGraphs()) {
      files.put(
          "graph-input.json", ArtifactSource.of(Json.bytes(GraphInput.of(context.definition()))));
    }
    for (String file : List.of("network.json", "weights.safetensors")) {
      files.put(file, ArtifactSource.of(fs, new Path(trained, file)));
    }
    files.put("feature-plan.json", ArtifactSource.of(fs, new Path(features, "feature-plan.json")));
    files.put(
        "lineage.json", ArtifactSource.of(Json.bytes(Lineage.of(context, evaluation, parent))));
    files.put(
        "model-card.md",
        text(ModelCard.of(context.definition(), context.plan(), name, evaluation)));
    byte[] signature = context.storage().read(new Path(evaluated, "signature.json"));
    long modelBytes = fs.getFileStatus(new Path(evaluated, "model.onnx")).getLen();
    files.put("MLmodel", text(MlModelFile.of(context.plan().runId(), signature, modelBytes)));
    PythonEnvironment.files().forEach((file, text) -> files.put(file, text(text)));
    return files;
  }

  private static ArtifactSource text(String text) {
    return ArtifactSource.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
