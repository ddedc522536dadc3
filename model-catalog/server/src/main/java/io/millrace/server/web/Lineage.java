package io.millrace.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a version was made from, and what was made with it.
 *
 * @param data digest of the manifest of each data set, by its step
 * @param pipeline empty where {@code lineage.json} does not say, as the other texts
 * @param definition digest of the pipeline's definition
 * @param parent reference of the version before it
 * @param comparedWith reference of the champion that its gate looked at
 * @param siblings versions of other models that the same run made
 * @param followers later versions that name this one as their parent or as the one that they were
 *     compared with
 */
record Lineage(
    VersionEntry version,
    Map<String, String> data,
    String pipeline,
    String code,
    String definition,
    String parent,
    String comparedWith,
    List<VersionEntry> siblings,
    List<VersionEntry> followers) {
  static final String FILE = "lineage.json";

  /** Later versions that are asked whether they follow. */
  static final int ASKED = 20;

  private static final int MOST_SIBLINGS = 6;

  /**
   * @param visible models that the reader may see
   * @param documents gives {@code lineage.json} of a version; missing where there is none
   */
  static Lineage of(
      ModelEntry model,
      VersionEntry version,
      List<ModelEntry> visible,
      Function<VersionEntry, JsonNode> documents) {
    JsonNode file = documents.apply(version);
    Map<String, String> data = new TreeMap<>();
    file.path("data")
        .fields()
        .forEachRemaining(entry -> data.put(entry.getKey(), text(entry.getValue())));
    return new Lineage(
        version,
        data,
        text(file.path("pipeline")),
        text(file.path("codeVersion")),
        text(file.path("definition")),
        text(file.path("parent")),
        text(file.path("champion")),
        siblings(version, visible),
        followers(model, version, documents));
  }

  private static List<VersionEntry> siblings(VersionEntry version, List<ModelEntry> visible) {
    List<VersionEntry> siblings = new ArrayList<>();
    for (ModelEntry other : visible) {
      if (!other.name().equals(version.name())) {
        other.versions().stream()
            .filter(candidate -> candidate.runId().equals(version.runId()))
            .forEach(siblings::add);
      }
    }
    return siblings.subList(0, Math.min(MOST_SIBLINGS, siblings.size()));
  }

  private static List<VersionEntry> followers(
      ModelEntry model, VersionEntry version, Function<VersionEntry, JsonNode> documents) {
    String reference = version.name() + "/" + version.version();
    List<VersionEntry> versions = model.versions();
    int last = Math.min(versions.size(), version.version() + ASKED);
    List<VersionEntry> followers = new ArrayList<>();
    for (VersionEntry later : versions.subList(version.version(), last)) {
      JsonNode file = documents.apply(later);
      if (text(file.path("parent")).equals(reference)
          || text(file.path("champion")).equals(reference)) {
        followers.add(later);
      }
    }
    return List.copyOf(followers);
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : "";
  }
}
