package io.millrace.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.catalog.VersionComparison.Difference;
import io.millrace.catalog.VersionComparison.MetricPair;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares two versions by what their files say. */
final class Comparer {
  private static final String NETWORK = "network.json";
  private static final String FEATURES = "feature-plan.json";
  private static final String LINEAGE = "lineage.json";

  private final Side left;
  private final Side right;

  Comparer(ArtifactStore store, CatalogState state, VersionEntry left, VersionEntry right) {
    this.left = Side.of(store, state, left);
    this.right = Side.of(store, state, right);
  }

  private record Side(VersionEntry version, VersionFiles files, Manifest manifest) {
    static Side of(ArtifactStore store, CatalogState state, VersionEntry version) {
      VersionFiles files = VersionFiles.of(store, state, version);
      return new Side(version, files, files.manifest());
    }

    /** Missing where the version was published without the file. */
    JsonNode json(String path) {
      return manifest.file(path).isEmpty()
          ? Json.missing()
          : Json.tree(files.read(manifest, path), version.name() + ": " + path);
    }

    Map<String, String> digests() {
      Map<String, String> digests = new TreeMap<>();
      manifest.files().forEach(item -> digests.put(item.path(), item.sha256()));
      return digests;
    }
  }

  VersionComparison compare() {
    return new VersionComparison(
        left.version(),
        right.version(),
        metrics(),
        documents(ArtifactNames.SIGNATURE),
        documents(NETWORK),
        documents(FEATURES),
        documents(LINEAGE),
        Differences.between(left.version().tags(), right.version().tags()),
        Differences.between(left.digests(), right.digests()));
  }

  private List<Difference> documents(String path) {
    return Differences.between(
        Differences.leaves(left.json(path)), Differences.leaves(right.json(path)));
  }

  private Map<String, MetricPair> metrics() {
    TreeSet<String> names = new TreeSet<>(left.version().metrics().keySet());
    names.addAll(right.version().metrics().keySet());
    Map<String, MetricPair> pairs = new TreeMap<>();
    for (String name : names) {
      pairs.put(
          name,
          new MetricPair(left.version().metrics().get(name), right.version().metrics().get(name)));
    }
    return pairs;
  }
}
