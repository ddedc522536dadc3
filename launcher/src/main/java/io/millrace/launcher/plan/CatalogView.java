package io.millrace.launcher.plan;

import java.io.IOException;
import java.util.Optional;

/** What planning must know of the catalog. */
public interface CatalogView {
  /** The version that holds the champion's alias, empty where none does. */
  Optional<Champion> champion(String model) throws IOException;

  /** Whether the catalog has this version, published by this run. */
  boolean holds(String model, int version, String runId) throws IOException;

  /**
   * A champion.
   *
   * @param identity what tells it from any other version, in this catalog or another
   * @param runId of the run that published it
   */
  record Champion(String identity, String runId) {}
}
