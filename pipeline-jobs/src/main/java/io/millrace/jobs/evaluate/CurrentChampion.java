package io.millrace.jobs.evaluate;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.Signature;
import io.millrace.catalog.VersionEntry;
import io.millrace.jobs.StepContext;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.table.ColumnType;
import io.millrace.spec.table.TableSpec;
import io.millrace.spec.target.LabelSpec;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The model that holds the champion's alias now.
 *
 * @param refusal why it cannot be scored on this definition's data, null if it can
 */
record CurrentChampion(VersionEntry version, Candidate candidate, @Nullable String refusal) {
  static final String ALIAS = "champion";

  /**
   * The champion of the definition's model, empty where there is none or where this run made it.
   */
  static Optional<CurrentChampion> find(StepContext context) throws IOException {
    PipelineDefinition definition = context.definition();
    Catalog catalog = Catalog.open(context.plan().catalog(), context.storage().hadoop());
    Optional<ModelEntry> model =
        catalog.models().stream()
            .filter(m -> m.name().equals(definition.publish().model()))
            .findFirst();
    if (model.isEmpty() || !model.get().aliases().containsKey(ALIAS)) {
      return Optional.empty();
    }
    String reference = definition.publish().model() + "@" + ALIAS;
    VersionEntry version = catalog.resolve(reference);
    if (version.runId().equals(context.plan().runId())) {
      return Optional.empty();
    }
    Candidate candidate = load(catalog, reference);
    return Optional.of(
        new CurrentChampion(version, candidate, refusal(candidate.signature(), definition)));
  }

  private static Candidate load(Catalog catalog, String reference) throws IOException {
    return VersionFolder.read(
        catalog,
        reference,
        files ->
            new Candidate(
                reference,
                files.bytes("model.onnx"),
                files.bytes("signature.json"),
                files.stages()));
  }

  private static boolean same(FeatureSpec feature, Signature.Sparse sparse) {
    return feature instanceof FeatureSpec.Sparse own
        && own.name().equals(sparse.name())
        && own.width() == sparse.width();
  }

  private static String scored(PipelineDefinition definition) {
    return definition.label().links() != null
        ? Signature.PAIRS
        : definition.scoresGraphs() ? Signature.GRAPHS : Signature.ROWS;
  }

  private static @Nullable String refusal(Signature signature, PipelineDefinition definition) {
    LabelSpec label = definition.label();
    String task = label.task().name().toLowerCase(Locale.ROOT);
    if (!signature.task().equals(task) || !signature.classes().equals(label.classes())) {
      return "the champion predicts %s %s (expected %s %s)"
          .formatted(signature.task(), signature.classes(), task, label.classes());
    }
    String scored = scored(definition);
    if (!signature.scored().equals(scored)) {
      return "the champion scores %s (expected %s)".formatted(signature.scored(), scored);
    }
    Signature.Tensors tensors = signature.tensors();
    if (tensors != null && definition.graph() == null) {
      return "the champion takes %s besides columns, and the definition has no graph"
          .formatted(tensors.inputs().stream().map(Signature.Tensor::name).toList());
    }
    if (tensors != null) {
      for (Signature.Sparse sparse : tensors.sparse()) {
        if (definition.features().stream().noneMatch(feature -> same(feature, sparse))) {
          return "the champion needs the sparse feature '%s' of width %d, which the definition does not have"
              .formatted(sparse.name(), sparse.width());
        }
      }
    }
    TableSpec table = definition.mainTable();
    for (Signature.Input input : signature.inputs()) {
      Optional<ColumnType> type = table.column(input.name()).map(c -> c.type());
      if (type.isEmpty()) {
        return "the champion needs column '%s', which table '%s' does not have"
            .formatted(input.name(), table.name());
      }
      if (!type.get().text().equals(input.type())) {
        return "the champion takes column '%s' as %s (it is %s here)"
            .formatted(input.name(), input.type(), type.get().text());
      }
    }
    return null;
  }
}
