package io.millrace.handoff.definition;

import io.millrace.spec.ResourceSpec;
import io.millrace.spec.feature.FeatureOutput;
import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.graph.GraphSpec.Neighbourhoods;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.TrainingSettings;
import io.millrace.spec.network.GraphNetworkSpec;
import io.millrace.spec.network.NamedNetworks;
import io.millrace.spec.network.Network;
import io.millrace.spec.target.LabelSpec;
import io.millrace.spec.target.Task;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks a model that is a network of layers against the task and its features. */
final class DeepChecks {
  private final Draft draft;
  private final Problems problems;
  private final ModelSpec model;
  private final TrainingSettings.Deep settings;
  private final List<String> at;

  DeepChecks(Draft draft, Problems problems, ModelSpec model, TrainingSettings.Deep settings) {
    this.draft = draft;
    this.problems = problems;
    this.model = model;
    this.settings = settings;
    this.at = List.of("models", model.name());
  }

  void run() {
    draft.label().map(LabelSpec::task).ifPresent(this::loss);
    features().ifPresent(this::shapes);
    shares();
    graph();
  }

  private void graph() {
    if (!(settings.spec() instanceof GraphNetworkSpec network)) {
      return;
    }
    if (!problems.source().root().toConfig().hasPath("graph")) {
      problems.add(
          at,
          "Cannot train model '%s': network '%s' learns from the edges of a graph, but the definition has none (expected a section graph). Add it, or use mlp.",
          model.name(),
          model.network());
      return;
    }
    int hops = network.hops();
    draft
        .graph()
        .flatMap(GraphDraft::neighbourhoods)
        .map(Neighbourhoods::fanOuts)
        .filter(fanOuts -> !fanOuts.isEmpty() && fanOuts.size() < hops)
        .ifPresent(fanOuts -> reach(fanOuts, hops));
  }

  /** Otherwise a node at the rim would have no neighbours in training, and all when it is used. */
  private void reach(List<Integer> fanOuts, int hops) {
    problems.add(
        Locations.append(at, "hidden"),
        "Cannot train model '%s': its %d convolutions reach nodes %d edges away, but graph.neighbourhoods.fan-outs has %d (expected at least as many). Add a fan-out for each convolution, or use fewer.",
        model.name(),
        hops,
        hops,
        fanOuts.size());
  }

  /** A cluster may be asked for otherwise later; then the training itself refuses. */
  private void shares() {
    ResourceSpec resources = draft.resources();
    try {
      settings.requireShares(
          model.name(),
          Objects.requireNonNullElse(resources.executors(), 1),
          Objects.requireNonNullElse(resources.cores(), 1));
    } catch (IllegalArgumentException e) {
      problems.add(Locations.append(at, "batch-size"), "%s", e.getMessage());
    }
  }

  private void loss(Task task) {
    if (!model.supports(task)) {
      problems.add(
          Locations.append(at, "loss"),
          "Cannot train model '%s': its loss is %s but the task is %s (expected %s).",
          model.name(),
          DeepReader.name(settings.loss()),
          Kind.text(task),
          String.join(" or ", DeepReader.losses(task)));
    }
  }

  /** Its features; empty where one of them is a problem already. */
  private Optional<List<FeatureSpec>> features() {
    List<String> names =
        model.features().isEmpty() ? List.copyOf(draft.features().keySet()) : model.features();
    List<FeatureSpec> known =
        names.stream()
            .distinct()
            .flatMap(name -> draft.features().getOrDefault(name, Optional.empty()).stream())
            .toList();
    return Optional.of(known).filter(k -> !k.isEmpty() && k.size() == names.size());
  }

  private void shapes(List<FeatureSpec> features) {
    List<String> dense =
        outputs(features, FeatureOutput.Kind.DENSE).map(FeatureOutput::name).toList();
    List<Network.Index> indices =
        outputs(features, FeatureOutput.Kind.INDEX)
            .map(output -> new Network.Index(output.name(), output.cardinality()))
            .toList();
    List<Network.Sparse> sparse =
        outputs(features, FeatureOutput.Kind.SPARSE)
            .map(output -> new Network.Sparse(output.name(), output.cardinality()))
            .toList();
    int width = draft.label().map(LabelSpec::width).orElse(1);
    try {
      NamedNetworks.of(settings.spec(), dense, indices, sparse, width);
    } catch (IllegalArgumentException e) {
      problems.add(at, "%s", e.getMessage());
    }
  }

  private static Stream<FeatureOutput> outputs(
      List<FeatureSpec> features, FeatureOutput.Kind kind) {
    return features.stream()
        .flatMap(feature -> FeatureChecks.outputs(feature).stream())
        .filter(output -> output.kind() == kind);
  }
}
