package io.millrace.catalog;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One immutable version of a model.
 *
 * @param name of the model, {@code team/model}
 * @param version number within the model, from 1
 * @param status {@link #PUBLISHED} or {@link #REJECTED}
 * @param created ISO-8601 in UTC, by the publisher's clock
 * @param createdBy the actor who published it
 * @param runId of the run that made it
 * @param dataId of the folder under {@code data/} that holds its files
 * @param metrics by name
 * @param tags by name
 */
public record VersionEntry(
    String name,
    int version,
    String status,
    String created,
    String createdBy,
    String runId,
    String dataId,
    Map<String, Metric> metrics,
    Map<String, String> tags) {
  /** The gate passed: aliases may point here. */
  public static final String PUBLISHED = "published";

  /** The gate failed: kept for the record, and no alias may point here. */
  public static final String REJECTED = "rejected";

  public VersionEntry {
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
  }

  /** Whether the gate refused this version. */
  public boolean rejected() {
    return status.equals(REJECTED);
  }
}
