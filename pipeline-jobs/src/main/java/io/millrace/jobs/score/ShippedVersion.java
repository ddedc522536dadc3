package io.millrace.jobs.score;

import io.millrace.catalog.CatalogReader;
import io.millrace.catalog.OnnxScorer;
import io.millrace.catalog.Signature;
import io.millrace.handoff.Json;
import io.millrace.jobs.evaluate.Stages;
import io.millrace.jobs.evaluate.VersionFolder;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.graph.GraphInput;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What scoring needs of a version in the catalog.
 *
 * @param reference as the user gave it
 * @param stages files of a network over a graph, or of one that takes sparse rows; else empty
 * @param graph how tables become the graph; null for a model over rows that stand alone
 * @param sparse the transforms whose results the files take as numbers
 */
record ShippedVersion(
    String reference,
    byte[] onnx,
    Signature signature,
    List<byte[]> stages,
    @Nullable GraphInput graph,
    List<Transform> sparse) {
  private static final String GRAPH = "graph-input.json";
  private static final String FEATURES = "feature-plan.json";

  static ShippedVersion load(CatalogReader catalog, String reference) throws IOException {
    return VersionFolder.read(catalog, reference, files -> read(reference, files));
  }

  private static ShippedVersion read(String reference, VersionFolder files) throws IOException {
    byte[] onnx = files.bytes("model.onnx");
    Signature signature = Signature.fromJson(files.bytes("signature.json"));
    if (signature.tensors() == null) {
      OnnxScorer.open(onnx, signature).close();
      return new ShippedVersion(reference, onnx, signature, List.of(), null, List.of());
    }
    return new ShippedVersion(
        reference, onnx, signature, files.stages(), graph(files), sparse(files, signature));
  }

  private static @Nullable GraphInput graph(VersionFolder files) throws IOException {
    return files.has(GRAPH)
        ? Json.read(files.bytes(GRAPH), GraphInput.class, GraphInput.VERSION, GRAPH)
        : null;
  }

  private static List<Transform> sparse(VersionFolder files, Signature signature)
      throws IOException {
    List<String> names = signature.tensors().sparse().stream().map(s -> s.name()).toList();
    FeaturePlan plan =
        Json.read(files.bytes(FEATURES), FeaturePlan.class, FeaturePlan.VERSION, FEATURES);
    return plan.transforms().stream().filter(t -> names.contains(t.name())).toList();
  }

  /** Whether its scores are those of rows that are seen one by one. */
  boolean overRows() {
    return signature.tensors() == null;
  }

  /**
   * Checks that it can score what is given.
   *
   * @throws IllegalArgumentException if it scores neither rows nor nodes, or has other tables
   */
  void require(ScoreRequest request) {
    if (!overRows()) {
      requireStages();
    }
    List<String> tables =
        graph == null ? List.of() : graph.edges().stream().map(e -> e.table().table()).toList();
    if (!request.edges().keySet().equals(Set.copyOf(tables))) {
      throw new IllegalArgumentException(
          "Cannot score with '%s': tables of edges %s were given (expected %s). Give '--edges TABLE=PATH' for each."
              .formatted(reference, request.edges().keySet(), tables));
    }
    if (request.embeddings() && stages.size() < 2) {
      throw new IllegalArgumentException(
          "Cannot give embeddings with '%s': its scores come from rows alone (expected a model over a graph)."
              .formatted(reference));
    }
  }

  private void requireStages() {
    if (!signature.scored().equals(Signature.ROWS)) {
      throw new IllegalArgumentException(
          "Cannot score with '%s': it scores %s (expected a model of rows or of the nodes of one graph). Score with its 'model.onnx', which takes them as tensors."
              .formatted(
                  reference,
                  signature.scored().equals(Signature.GRAPHS) ? "whole graphs" : "pairs of nodes"));
    }
    if (stages.isEmpty() || (tensor("edge_index") && graph == null)) {
      throw new IllegalArgumentException(
          "Cannot score with '%s': the version holds no %s (expected what this version of Millrace publishes). Publish the model again."
              .formatted(reference, stages.isEmpty() ? Stages.file(0) : GRAPH));
    }
  }

  private boolean tensor(String name) {
    return signature.tensors() != null
        && signature.tensors().inputs().stream().anyMatch(tensor -> tensor.name().equals(name));
  }
}
