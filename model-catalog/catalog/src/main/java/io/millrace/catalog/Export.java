package io.millrace.catalog;

import java.util.List;
import java.util.Map;

/**
 * {@code export.json}, the first entry of an export: all that the catalog says of a model. The
 * files stand beside it as {@code data/<data id>/<path>}, each folder with its manifest.
 *
 * @param version of the format
 * @param catalog root that it was exported from
 * @param sequence of the last log entry that it knows
 * @param entrySha256 of that entry's file
 * @param time ISO-8601 in UTC
 * @param manifests digests by data id
 * @param entries the digest of the log entry that added each version, in their order
 */
record Export(
    int version,
    String catalog,
    long sequence,
    String entrySha256,
    String time,
    String actor,
    ModelEntry model,
    Map<String, String> manifests,
    List<String> entries,
    List<HistoryEntry> history) {
  static final int VERSION = 1;
  static final String FILE = "export.json";

  Export {
    manifests = Map.copyOf(manifests);
    entries = List.copyOf(entries);
    history = List.copyOf(history);
  }

  /** Where a file of a folder of data stands. */
  static String entryName(String dataId, String path) {
    return "data/" + dataId + "/" + path;
  }

  byte[] encode() {
    return SealedJson.seal(this);
  }

  static Export decode(byte[] content, String file) {
    return Json.read(SealedJson.unseal(content, file), Export.class, file, VERSION);
  }
}
