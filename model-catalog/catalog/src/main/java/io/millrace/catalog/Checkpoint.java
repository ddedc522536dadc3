package io.millrace.catalog;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The folded state at one sequence, so that readers read little. A cache: deleting all checkpoints
 * changes nothing but time.
 *
 * @param version of the format
 * @param entrySha256 of the file of the entry at that sequence
 */
record Checkpoint(
    int version,
    long sequence,
    String entrySha256,
    List<ModelEntry> models,
    Map<String, String> manifests) {
  static final int VERSION = 1;

  /** Entries between two checkpoints. */
  static final int INTERVAL = 50;

  static Checkpoint of(CatalogState state) {
    return new Checkpoint(
        VERSION,
        state.sequence(),
        state.entrySha256(),
        List.copyOf(state.models().values()),
        new TreeMap<>(state.manifests()));
  }

  CatalogState state() {
    Map<String, ModelEntry> byName = new TreeMap<>();
    models.forEach(model -> byName.put(model.name(), model));
    return new CatalogState(sequence, entrySha256, byName, manifests);
  }

  byte[] encode() {
    return SealedJson.seal(this);
  }

  static Checkpoint decode(byte[] content, String file) {
    return Json.read(SealedJson.unseal(content, file), Checkpoint.class, file, VERSION);
  }
}
