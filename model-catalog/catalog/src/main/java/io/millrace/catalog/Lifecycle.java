package io.millrace.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How far a version has come; its files stay in every case. */
public enum Lifecycle {
  /** In use, or may be. */
  @JsonProperty("active")
  ACTIVE,
  /** Still served, but its consumers should move to another. */
  @JsonProperty("deprecated")
  DEPRECATED,
  /** Kept for the record: no alias may point here. */
  @JsonProperty("archived")
  ARCHIVED;

  /** As it is written in files and commands. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return text();
  }
}
