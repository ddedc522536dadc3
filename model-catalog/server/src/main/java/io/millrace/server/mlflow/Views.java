package io.millrace.server.mlflow;

import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Models and versions as MLflow's clients read them. */
public final class Views {
  /** Which run a client said that its version is from. */
  public static final String RUN_TAG = "mlflow.run_id";

  static final String SOURCE_PREFIX = "mlflow-artifacts:/models/";

  private Views() {}

  static Map<String, Object> model(ModelEntry model) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", ModelName.toClient(model.name()));
    view.put("creation_timestamp", createdMillis(model));
    view.put("last_updated_timestamp", updatedMillis(model));
    view.put("description", model.description());
    view.put(
        "latest_versions",
        latest(model, List.of(Stage.values())).stream()
            .map(version -> version(model, version))
            .toList());
    view.put("tags", pairs(model.tags()));
    view.put("aliases", aliases(model));
    return view;
  }

  /** A version, as the API shows it. */
  public static Map<String, Object> version(ModelEntry model, VersionEntry version) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", ModelName.toClient(model.name()));
    view.put("version", Integer.toString(version.version()));
    view.put("creation_timestamp", createdMillis(version));
    view.put("last_updated_timestamp", createdMillis(version));
    view.put("user_id", version.createdBy());
    view.put("current_stage", Stage.of(model, version).label());
    view.put("description", version.description());
    view.put("source", source(version));
    view.put("run_id", runId(version));
    view.put("status", "READY");
    view.put("status_message", "");
    view.put("run_link", "");
    view.put("tags", pairs(tags(version)));
    view.put("aliases", model.aliasesOf(version.version()));
    return view;
  }

  /** The newest version of each of the stages, by number. */
  static List<VersionEntry> latest(ModelEntry model, List<Stage> stages) {
    Map<Stage, VersionEntry> newest = new TreeMap<>();
    model.versions().forEach(version -> newest.put(Stage.of(model, version), version));
    newest.keySet().retainAll(stages);
    return newest.values().stream()
        .sorted((left, right) -> Integer.compare(left.version(), right.version()))
        .toList();
  }

  /** Its own tags, and as tags its status, review and metrics, so that one can search for them. */
  static Map<String, String> tags(VersionEntry version) {
    Map<String, String> tags = new TreeMap<>(version.tags());
    tags.put("millrace.status", version.status());
    tags.put("millrace.lifecycle", version.lifecycle().text());
    tags.put("millrace.review", review(version));
    version
        .metrics()
        .forEach((name, metric) -> tags.put("metric." + name, Double.toString(metric.value())));
    return tags;
  }

  private static String review(VersionEntry version) {
    if (version.approved()) {
      return "approved";
    }
    return version.declined() ? "rejected" : "none";
  }

  static String runId(VersionEntry version) {
    return version.tags().getOrDefault(RUN_TAG, version.runId());
  }

  static String source(VersionEntry version) {
    return SOURCE_PREFIX + ModelName.toClient(version.name()) + "/" + version.version();
  }

  static long createdMillis(VersionEntry version) {
    return Instant.parse(version.created()).toEpochMilli();
  }

  static long createdMillis(ModelEntry model) {
    return Instant.parse(model.created()).toEpochMilli();
  }

  static long updatedMillis(ModelEntry model) {
    return model.versions().stream()
        .mapToLong(Views::createdMillis)
        .max()
        .orElse(createdMillis(model));
  }

  private static List<Map<String, String>> aliases(ModelEntry model) {
    List<Map<String, String>> aliases = new ArrayList<>();
    model
        .aliases()
        .forEach(
            (alias, version) ->
                aliases.add(Map.of("alias", alias, "version", Integer.toString(version))));
    return aliases;
  }

  static List<Map<String, String>> pairs(Map<String, String> tags) {
    List<Map<String, String>> pairs = new ArrayList<>();
    tags.forEach((key, value) -> pairs.add(Map.of("key", key, "value", value)));
    return pairs;
  }
}
