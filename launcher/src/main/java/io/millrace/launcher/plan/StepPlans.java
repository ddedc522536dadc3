package io.millrace.launcher.plan;

import io.millrace.handoff.Digests;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.clean.CleanSpec;
import io.millrace.spec.evaluation.GateRule;
import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.run.StepDone.Measured;
import io.millrace.spec.run.StepPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The steps of a definition with their fingerprints. A fingerprint covers the step's kind, its part
 * of the definition, the code, and all that the step reads: {@link TablePrints} for tables, else
 * the fingerprints of the steps before it.
 */
final class StepPlans {
  static final String CLEAN = "clean";
  static final String FEATURES = "features";
  static final String GRAPH = "graph";
  static final String NEIGHBOURHOODS = "neighbourhoods";
  static final String TRAIN = "train";
  static final String EVALUATE = "evaluate";
  static final String PUBLISH = "publish";
  private static final String NO_CHAMPION = "none";

  private final PipelineDefinition definition;
  private final StepParts parts;
  private final Estimates estimates;
  private final String code;
  private final String catalog;
  private final TableReads reads;
  private final TablePrints tables;
  private final String featuresPrint;
  private final String graphPrint;
  private final String neighbourhoodsPrint;
  private final List<String> trainPrints;

  /**
   * @param code version and digest of the code that runs the steps
   * @param catalog root of the catalog, fully qualified
   * @param tableDigests content digest of each table of files that is read
   */
  StepPlans(
      PipelineDefinition definition,
      String code,
      String catalog,
      Map<String, String> tableDigests,
      Estimates estimates) {
    this.definition = definition;
    this.parts = new StepParts(definition);
    this.estimates = estimates;
    this.code = code;
    this.catalog = catalog;
    this.reads = new TableReads(definition);
    this.tables = new TablePrints(definition, parts, code, tableDigests);
    this.featuresPrint = print(FEATURES, parts.features(), List.of(tables.clean()));
    GraphSpec graph = definition.graph();
    this.graphPrint = graph == null ? "" : graphPrint(graph);
    this.neighbourhoodsPrint =
        graph == null
            ? ""
            : print(NEIGHBOURHOODS, parts.neighbourhoods(graph), List.of(graphPrint));
    this.trainPrints =
        definition.models().stream()
            .map(model -> print(TRAIN, parts.train(model), List.of(trainedOnPrint(model))))
            .toList();
  }

  private String graphPrint(GraphSpec graph) {
    List<String> read = new ArrayList<>(List.of(featuresPrint));
    read.addAll(tables.edges());
    return print(GRAPH, parts.graph(graph), read);
  }

  private String trainedOnPrint(ModelSpec model) {
    return overGraph(model) ? neighbourhoodsPrint : featuresPrint;
  }

  private boolean overGraph(ModelSpec model) {
    return definition.graph() != null && model.overGraphs();
  }

  /** Digest of all fingerprints, whatever the champion is: the identity of the run. */
  String runDigest() {
    return Digests.of(
        steps(evaluateFingerprint(NO_CHAMPION)).stream()
            .map(StepPlan::fingerprint)
            .toArray(String[]::new));
  }

  /**
   * Whether the gate compares with the champion, so that another champion is another evaluation.
   */
  boolean comparesWithChampion() {
    return definition.evaluation().gate().stream().anyMatch(GateRule::champion);
  }

  /**
   * The fingerprint of the evaluation.
   *
   * @param champion which version holds the alias, as text; not looked at where the gate does not
   */
  String evaluateFingerprint(String champion) {
    List<String> read = new ArrayList<>(trainPrints);
    read.add(featuresPrint);
    read.add("champion=" + (comparesWithChampion() ? champion : "unused"));
    return print(EVALUATE, parts.evaluate(), read);
  }

  String evaluateFingerprintWithoutChampion() {
    return evaluateFingerprint(NO_CHAMPION);
  }

  /** All steps in the order in which they run. */
  List<StepPlan> steps(String evaluateFingerprint) {
    List<StepPlan> steps = new ArrayList<>();
    definition.sources().forEach(clean -> steps.add(clean(clean, tables.source(clean))));
    steps.add(clean(definition.clean(), tables.clean()));
    steps.add(
        step(
            FEATURES,
            FEATURES,
            List.of(CLEAN),
            List.of("train", "valid", "test", "feature-plan"),
            featuresPrint,
            estimates.features()));
    if (definition.graph() != null) {
      steps.addAll(graph());
    }
    for (int m = 0; m < definition.models().size(); m++) {
      steps.add(train(definition.models().get(m), trainPrints.get(m)));
    }
    steps.add(evaluate(evaluateFingerprint));
    steps.add(publish(evaluateFingerprint));
    return List.copyOf(steps);
  }

  private StepPlan clean(CleanSpec clean, String fingerprint) {
    boolean main = clean.table().equals(definition.clean().table());
    return step(
        main ? CLEAN : sourceName(clean.table()),
        CLEAN,
        reads.inputs(reads.cleaned(clean), clean.table()),
        List.of("data", "rejected", "profile"),
        fingerprint,
        estimates.clean(clean));
  }

  private List<StepPlan> graph() {
    List<String> inputs = new ArrayList<>(List.of(FEATURES));
    inputs.addAll(reads.inputs(reads.edges(), ""));
    return List.of(
        step(
            GRAPH,
            GRAPH,
            inputs,
            definition.label().links() == null
                ? List.of("nodes", "edges", "dictionary", "rejected")
                : List.of("nodes", "edges", "links", "dictionary", "rejected"),
            graphPrint,
            estimates.graph()),
        step(
            NEIGHBOURHOODS,
            NEIGHBOURHOODS,
            List.of(GRAPH),
            List.of("train", "valid", "test"),
            neighbourhoodsPrint,
            estimates.neighbourhoods()));
  }

  private StepPlan train(ModelSpec model, String fingerprint) {
    return step(
        trainName(model),
        TRAIN,
        List.of(overGraph(model) ? NEIGHBOURHOODS : FEATURES),
        List.of("model.onnx"),
        fingerprint,
        estimates.train(model));
  }

  /** A network over a graph is evaluated on all of it. */
  private StepPlan evaluate(String fingerprint) {
    List<String> inputs = new ArrayList<>();
    inputs.add(FEATURES);
    if (definition.models().stream().anyMatch(this::overGraph)) {
      inputs.add(GRAPH);
    }
    definition.models().forEach(model -> inputs.add(trainName(model)));
    return step(
        EVALUATE,
        EVALUATE,
        inputs,
        definition.models().stream().map(model -> model.name() + "/evaluation").toList(),
        fingerprint,
        estimates.evaluate());
  }

  private StepPlan publish(String evaluateFingerprint) {
    return step(
        PUBLISH,
        PUBLISH,
        List.of(EVALUATE),
        List.of(definition.publish().model()),
        print(PUBLISH, parts.publish(catalog), List.of(evaluateFingerprint)),
        estimates.publish());
  }

  /** The step that cleans a table which others read. */
  static String sourceName(String table) {
    return CLEAN + "-" + table;
  }

  private static String trainName(ModelSpec model) {
    return TRAIN + "-" + model.name();
  }

  private static StepPlan step(
      String name,
      String kind,
      List<String> inputs,
      List<String> outputs,
      String fingerprint,
      Measured estimate) {
    return new StepPlan(name, kind, inputs, outputs, fingerprint, estimate);
  }

  private String print(String kind, String part, List<String> read) {
    List<String> texts = new ArrayList<>(List.of(kind, code, part));
    texts.addAll(read);
    return Digests.of(texts.toArray(String[]::new));
  }
}
