package io.millrace.catalog;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A version to publish.
 *
 * @param model {@code team/model}; registered with its first version
 * @param runId of the run that made it; a run has at most one version of a model
 * @param files by name; {@code model.onnx} and {@code signature.json} must be among them
 * @param metrics by name
 * @param tags by name
 * @param accepted whether the gate passed; if not, the version is {@link VersionEntry#REJECTED} and
 *     no alias moves
 * @param aliases that move to the version in the same commit, if it is accepted; {@code candidate}
 *     takes the place of one that needs an approval first
 */
public record Publication(
    String model,
    String runId,
    Map<String, ArtifactSource> files,
    Map<String, Metric> metrics,
    Map<String, String> tags,
    boolean accepted,
    List<String> aliases) {
  /**
   * @throws IllegalArgumentException if a name is not allowed or a required file is missing
   */
  public Publication {
    Names.requireModel(model);
    Names.requireText("run id", runId);
    ArtifactNames.requireAll(model, files.keySet());
    aliases.forEach(Names::requireAlias);
    files = Collections.unmodifiableMap(new TreeMap<>(files));
    metrics = Map.copyOf(metrics);
    tags = Map.copyOf(tags);
    aliases = aliases.stream().distinct().toList();
  }
}
