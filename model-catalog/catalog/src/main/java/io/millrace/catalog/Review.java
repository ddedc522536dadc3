package io.millrace.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/**
 * What somebody thought of a version.
 *
 * @param time ISO-8601 in UTC, by the reviewer's clock
 */
public record Review(Verdict verdict, String by, String time, String reason) {
  /** Approved or rejected. */
  public enum Verdict {
    /** May take protected aliases. */
    @JsonProperty("approved")
    APPROVED,
    /** May take no alias. */
    @JsonProperty("rejected")
    REJECTED;

    /** As it is written in files and commands. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
