package io.millrace.catalog.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a principal is to a team. None includes another, but each may read. */
public enum Role {
  /** Reads models. */
  @JsonProperty("consumer")
  CONSUMER,
  /** Adds versions, and moves aliases that are not protected. */
  @JsonProperty("publisher")
  PUBLISHER,
  /** Approves versions that others published, and moves protected aliases to approved ones. */
  @JsonProperty("approver")
  APPROVER,
  /** Keeps the roles of a team; of team {@code *}, those of all and the catalog itself. */
  @JsonProperty("admin")
  ADMIN;

  /** As it is written in files and commands. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return text();
  }

  /**
   * @throws IllegalArgumentException if there is no such role
   */
  public static Role of(String text) {
    for (Role role : values()) {
      if (role.text().equals(text)) {
        return role;
      }
    }
    throw new IllegalArgumentException(
        "Cannot use role '%s': there is none of that name (expected consumer, publisher, approver or admin)."
            .formatted(text));
  }
}
