package io.millrace.launcher.runs;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Which versions of catalogs came from which runs. Each catalog is read once. */
final class CatalogRuns {
  private final Configuration hadoop;
  private final String root;
  private final Map<String, Map<String, String>> known = new HashMap<>();

  /**
   * @param root of the catalog that is asked for every run, besides the run's own
   * @throws CatalogException if it cannot be read
   */
  CatalogRuns(Configuration hadoop, String root) {
    this.hadoop = hadoop;
    this.root = root;
    known.put(root, versions(root));
  }

  /** Why a run must stay, empty where no version refers to it. */
  Optional<String> reason(StoredRun run) {
    Optional<String> version = Optional.ofNullable(known.get(root).get(run.runId()));
    if (version.isPresent() || run.plan() == null) {
      return version;
    }
    String own = run.plan().catalog();
    try {
      return Optional.ofNullable(known.computeIfAbsent(own, this::versions).get(run.runId()));
    } catch (CatalogException e) {
      return Optional.of("its catalog '%s' cannot be read: %s".formatted(own, e.getMessage()));
    }
  }

  private Map<String, String> versions(String catalog) {
    Map<String, String> runs = new HashMap<>();
    for (ModelEntry model : Catalog.open(catalog, hadoop).models()) {
      for (VersionEntry version : model.versions()) {
        runs.put(
            version.runId(),
            "version %d of %s in '%s' was made by it"
                .formatted(version.version(), version.name(), ShowRunCommand.plain(catalog)));
      }
    }
    return runs;
  }
}
