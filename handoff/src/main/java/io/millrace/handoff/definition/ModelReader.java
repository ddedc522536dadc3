package io.millrace.handoff.definition;

import io.millrace.spec.model.ClassWeights;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.TrainingSettings;
import io.millrace.spec.model.TrainingSettings.GradientBoostedTrees;
import io.millrace.spec.model.TrainingSettings.LinearRegression;
import io.millrace.spec.model.TrainingSettings.LogisticRegression;
import io.millrace.spec.target.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code models}. */
final class ModelReader {
  private static final String LOGISTIC = "logistic-regression";
  private static final String LINEAR = "linear-regression";
  private static final String TREES = "gradient-boosted-trees";
  private static final String MLLIB = "mllib";
  private static final String BIGDL = "bigdl";
  private static final List<String> ENGINES = List.of(MLLIB, BIGDL);
  private static final List<String> SHALLOW = List.of(LOGISTIC, LINEAR, TREES);
  private static final List<String> NETWORKS =
      Stream.of(SHALLOW, DeepReader.NETWORKS).flatMap(List::stream).toList();

  private ModelReader() {}

  /**
   * Reads all models.
   *
   * @param task of the label, which decides some defaults; empty where it could not be read
   */
  static Map<String, Optional<ModelSpec>> read(Section root, Optional<Task> task) {
    Map<String, Optional<ModelSpec>> models = new LinkedHashMap<>();
    Scored scored = Scored.of(root);
    root.section("models")
        .ifPresent(
            section -> {
              for (String name : section.allKeys()) {
                Names.check(section, name, "model");
                models.put(
                    name, section.optionalSection(name).flatMap(m -> model(m, task, scored)));
              }
              if (models.isEmpty()) {
                section.problem(List.of(), "Cannot train without models (expected at least one).");
              }
            });
    return models;
  }

  private static Optional<ModelSpec> model(Section section, Optional<Task> task, Scored scored) {
    String network = section.optional("network", Kind.TEXT, section.name());
    String engine =
        section.optional("engine", Kind.TEXT, SHALLOW.contains(network) ? MLLIB : BIGDL);
    engine(section, engine, network);
    if (!NETWORKS.contains(network)) {
      section.problem(
          section.has("network") ? List.of("network") : List.of(),
          "Cannot train model '%s': unknown network '%s' %s.",
          section.name(),
          network,
          Nearest.expected(network, NETWORKS));
      section.abandon();
      return Optional.empty();
    }
    List<String> features = section.list("features", Kind.TEXT).orElse(List.of());
    if (section.hasEmptyList("features")) {
      section.problem(
          List.of("features"),
          "Cannot train model '%s' without features (expected names of features, or no key for all).",
          section.name());
    }
    ClassWeights weights =
        section.optional("class-weights", Kind.of(ClassWeights.class), ClassWeights.NONE);
    return settings(section, network, task, scored)
        .flatMap(
            s -> section.build(() -> new ModelSpec(section.name(), engine, features, weights, s)));
  }

  private static void engine(Section section, String engine, String network) {
    List<String> trains = engine.equals(MLLIB) ? SHALLOW : DeepReader.NETWORKS;
    if (!ENGINES.contains(engine)) {
      section.problem(
          List.of("engine"),
          "Cannot train model '%s': unknown engine '%s' %s.",
          section.name(),
          engine,
          Nearest.expected(engine, ENGINES));
    } else if (NETWORKS.contains(network) && !trains.contains(network)) {
      section.problem(
          List.of("engine"),
          "Cannot train model '%s': engine '%s' does not train network '%s' (expected engine %s, or one of %s as the network).",
          section.name(),
          engine,
          network,
          engine.equals(MLLIB) ? BIGDL : MLLIB,
          String.join(", ", trains));
    }
  }

  private static Optional<TrainingSettings> settings(
      Section section, String network, Optional<Task> task, Scored scored) {
    if (DeepReader.NETWORKS.contains(network)) {
      return DeepReader.settings(section, network, task, scored);
    }
    return network.equals(TREES) ? trees(section) : regression(section, network);
  }

  private static Optional<TrainingSettings> regression(Section section, String network) {
    int iterations = section.optional("max-iterations", Kind.WHOLE, 100);
    double l2 = section.optional("l2", Kind.NUMBER, 1e-4);
    double tolerance = section.optional("tolerance", Kind.NUMBER, 1e-6);
    return section.build(
        () ->
            network.equals(LOGISTIC)
                ? new LogisticRegression(iterations, l2, tolerance)
                : new LinearRegression(iterations, l2, tolerance));
  }

  private static Optional<TrainingSettings> trees(Section section) {
    int trees = section.optional("trees", Kind.WHOLE, 20);
    int depth = section.optional("depth", Kind.WHOLE, 5);
    double rate = section.optional("learning-rate", Kind.NUMBER, 0.1);
    double subsample = section.optional("subsample", Kind.NUMBER, 1.0);
    int bins = section.optional("max-bins", Kind.WHOLE, 64);
    long seed = section.optional("seed", Kind.LONG, 1L);
    return section.build(() -> new GradientBoostedTrees(trees, depth, rate, subsample, bins, seed));
  }
}
