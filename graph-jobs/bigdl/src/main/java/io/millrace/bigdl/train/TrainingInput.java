package io.millrace.bigdl.train;

import io.millrace.bigdl.data.ShardColumns;
import io.millrace.bigdl.data.ShardFiles;
import io.millrace.bigdl.engine.BigDl;
import io.millrace.handoff.PreparedFiles;
import io.millrace.handoff.RunDirectory;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.data.DatasetManifest;
import io.millrace.spec.data.DatasetManifest.ManifestColumn;
import io.millrace.spec.data.DatasetManifest.Role;
import io.millrace.spec.feature.FeatureOutput;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.TrainingSettings.Deep;
import io.millrace.spec.network.NamedNetworks;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.TrainingPlan;
import io.millrace.spec.target.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * What a training reads of its run.
 *
 * @param whole whether it is one graph that is computed at once, by one core of one executor
 * @param dataset folder of prepared rows, or of graphs and neighbourhoods
 * @param executors that train together, one task each
 * @param cores of each
 */
record TrainingInput(
    PipelineDefinition definition,
    ModelSpec model,
    FeaturePlan features,
    boolean whole,
    Path dataset,
    DatasetManifest manifest,
    int executors,
    int cores) {
  private static final String LABELS = "labels";
  private static final String KEY = "__row";

  /**
   * Reads the run and checks that batches can be shared.
   *
   * @throws IllegalArgumentException if the batch size does not suit executors and cores
   */
  static TrainingInput read(RunDirectory run, String name, int executors, int cores)
      throws IOException {
    PipelineDefinition definition = run.definition();
    ModelSpec model = definition.model(name);
    FeaturePlan plan = PreparedFiles.featurePlan(run.storage(), run.output("features"));
    boolean graphs = model.overGraphs();
    GraphSpec graph = definition.graph();
    boolean whole = graphs && graph != null && graph.neighbourhoods().whole();
    Path dataset = new Path(run.output(graphs ? "neighbourhoods" : "features"), "data");
    DatasetManifest manifest = PreparedFiles.manifest(run.storage(), dataset);
    if (whole) {
      return new TrainingInput(definition, model, plan, true, dataset, manifest, 1, 1);
    }
    ((Deep) model.settings()).requireShares(name, executors, cores);
    return new TrainingInput(definition, model, plan, false, dataset, manifest, executors, cores);
  }

  Task task() {
    return definition.label().task();
  }

  /** The names of the splits that it is trained on. */
  List<String> splits() {
    return definition.split().names();
  }

  private String label() {
    return model.overGraphs() ? LABELS : column(Role.LABEL);
  }

  private String key() {
    return model.overGraphs() ? KEY : column(Role.KEY);
  }

  /** What is read of the data set. */
  ShardFiles files(Network network) {
    return new ShardFiles(
        dataset.toString(),
        ShardColumns.of(network, label(), key()),
        model.overGraphs(),
        features.dense().stream().map(FeatureOutput::name).toList(),
        null);
  }

  private String column(Role role) {
    return manifest.columns().stream()
        .filter(c -> c.role() == role)
        .map(ManifestColumn::name)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot train on '%s': its manifest names no column with the role %s. Run the step 'features' again."
                        .formatted(dataset, role)));
  }

  Network network() {
    List<String> dense = new ArrayList<>();
    List<Network.Index> indices = new ArrayList<>();
    List<Network.Sparse> sparse = new ArrayList<>();
    for (FeatureOutput output : features.outputs(model.features())) {
      switch (output.kind()) {
        case DENSE -> dense.add(output.name());
        case INDEX -> indices.add(new Network.Index(output.name(), output.cardinality()));
        case SPARSE -> sparse.add(new Network.Sparse(output.name(), output.cardinality()));
      }
    }
    return NamedNetworks.of(settings().spec(), dense, indices, sparse, definition.label().width());
  }

  /**
   * All that the engine is told.
   *
   * @throws IllegalArgumentException if executors would have nothing to train on
   */
  TrainingPlan plan(Network network, LabelFacts labels) {
    if (labels.units() < executors) {
      throw new IllegalArgumentException(
          "Cannot train '%s' on %d executors: the training split has %d rows (expected one for each). Use fewer executors (resources.executors)."
              .formatted(model.name(), executors, labels.units()));
    }
    int steps = BigDl.stepsPerEpoch(labels.units(), executors, settings().batchSize());
    // Of few graphs a step may not have one for each core.
    long least = Math.max(1, labels.units() / executors / steps);
    boolean regression = task() == Task.REGRESSION;
    int classes = task() == Task.BINARY ? 2 : definition.label().width();
    return new TrainingPlan(
        TrainingPlan.VERSION,
        model.name(),
        task(),
        dataset.toString(),
        label(),
        key(),
        network,
        settings(),
        labels.weights(model.classWeights(), classes),
        regression ? labels.deviation() : 1,
        regression ? labels.mean() : 0,
        executors,
        (int) Math.min(cores, least),
        labels.units(),
        labels.rows(),
        steps);
  }

  private Deep settings() {
    return (Deep) model.settings();
  }
}
