package io.millrace.catalog;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What all entries up to one sequence come to.
 *
 * @param sequence of the last entry, 0 for an empty log
 * @param entrySha256 of the last entry's file
 * @param models by name
 * @param manifests the digest of each version's manifest, by data id
 */
record CatalogState(
    long sequence,
    String entrySha256,
    Map<String, ModelEntry> models,
    Map<String, String> manifests) {
  static final CatalogState EMPTY = new CatalogState(0, Digests.NONE, Map.of(), Map.of());

  CatalogState {
    models = Collections.unmodifiableMap(new TreeMap<>(models));
    manifests = Map.copyOf(manifests);
  }

  Optional<ModelEntry> model(String name) {
    return Optional.ofNullable(models.get(name));
  }

  String manifestSha256(VersionEntry version) {
    String digest = manifests.get(version.dataId());
    if (digest == null) {
      throw new IllegalStateException("No manifest is known for data " + version.dataId());
    }
    return digest;
  }
}
