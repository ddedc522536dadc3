package io.millrace.jobs.score;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.OnnxScorer;
import io.millrace.catalog.Signature;
import io.millrace.handoff.Json;
import io.millrace.jobs.evaluate.Stages;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.graph.GraphInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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

  /** Downloads with verification: a changed byte in the catalog is an error, not a prediction. */
  static ShippedVersion load(Catalog catalog, String reference) throws IOException {
    Path folder = Files.createTempDirectory("millrace-score");
    try {
      return read(reference, catalog.download(reference, folder.resolve("files")));
    } finally {
      try (Stream<Path> walk = Files.walk(folder)) {
        for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static ShippedVersion read(String reference, Path files) throws IOException {
    byte[] onnx = Files.readAllBytes(files.resolve("model.onnx"));
    Signature signature = Signature.fromJson(Files.readAllBytes(files.resolve("signature.json")));
    if (signature.tensors() == null) {
      OnnxScorer.open(onnx, signature).close();
      return new ShippedVersion(reference, onnx, signature, List.of(), null, List.of());
    }
    List<byte[]> stages = new ArrayList<>();
    while (Files.exists(files.resolve(Stages.file(stages.size())))) {
      stages.add(Files.readAllBytes(files.resolve(Stages.file(stages.size()))));
    }
    return new ShippedVersion(
        reference, onnx, signature, stages, graph(files), sparse(files, signature));
  }

  private static @Nullable GraphInput graph(Path files) throws IOException {
    Path file = files.resolve(GRAPH);
    return Files.exists(file)
        ? Json.read(Files.readAllBytes(file), GraphInput.class, GraphInput.VERSION, GRAPH)
        : null;
  }

  private static List<Transform> sparse(Path files, Signature signature) throws IOException {
    List<String> names = signature.tensors().sparse().stream().map(s -> s.name()).toList();
    FeaturePlan plan =
        Json.read(
            Files.readAllBytes(files.resolve(FEATURES)),
            FeaturePlan.class,
            FeaturePlan.VERSION,
            FEATURES);
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
    if (tensor("batch") || tensor("pairs")) {
      throw new IllegalArgumentException(
          "Cannot score with '%s': it scores %s (expected a model of rows or of the nodes of one graph). Score with its 'model.onnx', which takes them as tensors."
              .formatted(reference, tensor("batch") ? "whole graphs" : "pairs of nodes"));
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
