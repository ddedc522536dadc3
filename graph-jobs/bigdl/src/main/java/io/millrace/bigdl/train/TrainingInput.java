package io.millrace.bigdl.train;

import io.millrace.bigdl.engine.BigDl;
import io.millrace.handoff.PreparedFiles;
import io.millrace.handoff.RunDirectory;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.data.DatasetManifest;
import io.millrace.spec.data.DatasetManifest.ManifestColumn;
import io.millrace.spec.data.DatasetManifest.Role;
import io.millrace.spec.feature.FeatureOutput;
import io.millrace.spec.feature.FeaturePlan;
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
 * @param dataset folder of prepared data
 * @param executors that train together, one task each
 * @param cores of each
 */
record TrainingInput(
    PipelineDefinition definition,
    ModelSpec model,
    FeaturePlan features,
    Path dataset,
    DatasetManifest manifest,
    int executors,
    int cores) {
  /**
   * Reads the run and checks that batches can be shared.
   *
   * @throws IllegalArgumentException if the batch size does not suit executors and cores
   */
  static TrainingInput read(RunDirectory run, String name, int executors, int cores)
      throws IOException {
    PipelineDefinition definition = run.definition();
    ModelSpec model = definition.model(name);
    Path features = run.output("features");
    FeaturePlan plan = PreparedFiles.featurePlan(run.storage(), features);
    Path dataset = new Path(features, "data");
    DatasetManifest manifest = PreparedFiles.manifest(run.storage(), dataset);
    ((Deep) model.settings()).requireShares(name, executors, cores);
    return new TrainingInput(definition, model, plan, dataset, manifest, executors, cores);
  }

  Task task() {
    return definition.label().task();
  }

  String label() {
    return column(Role.LABEL);
  }

  String key() {
    return column(Role.KEY);
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
    for (FeatureOutput output : features.outputs(model.features())) {
      if (output.kind() == FeatureOutput.Kind.DENSE) {
        dense.add(output.name());
      } else {
        indices.add(new Network.Index(output.name(), output.cardinality()));
      }
    }
    return NamedNetworks.of(settings().spec(), dense, indices, definition.label().width());
  }

  TrainingPlan plan(Network network, LabelFacts labels) {
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
        cores,
        labels.rows(),
        BigDl.stepsPerEpoch(labels.rows(), executors, settings().batchSize()));
  }

  private Deep settings() {
    return (Deep) model.settings();
  }
}
