package io.millrace.catalog;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Kinds of what happens to models, as those are told who follow a catalog. */
public enum EventType {
  /** A model got its first version. */
  MODEL_REGISTERED("model.registered"),
  /** A model, a version or a model card got another text or tag. */
  MODEL_DESCRIBED("model.described"),
  /** Versions came from another catalog; each is told as published, too. */
  MODEL_IMPORTED("model.imported"),
  /** A version whose gate passed. */
  VERSION_PUBLISHED("version.published"),
  /** A version whose gate failed. */
  VERSION_FAILED("version.failed"),
  /** A reviewer approved a version. */
  VERSION_APPROVED("version.approved"),
  /** A reviewer rejected a version. */
  VERSION_REJECTED("version.rejected"),
  /** A version was deprecated, archived, or made active again. */
  VERSION_RETIRED("version.retired"),
  /** An alias points to another version, or is new. */
  ALIAS_MOVED("alias.moved"),
  /** An alias points nowhere any more. */
  ALIAS_REMOVED("alias.removed");

  private final String text;

  EventType(String text) {
    this.text = text;
  }

  /** As it is written in files, commands and messages. */
  @JsonValue
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }

  /**
   * @throws IllegalArgumentException if there is no such type
   */
  public static EventType of(String text) {
    return Arrays.stream(values())
        .filter(type -> type.text.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot use event '%s': there is none of that name (expected one of %s)."
                        .formatted(
                            text,
                            Arrays.stream(values())
                                .map(EventType::text)
                                .collect(Collectors.joining(", ")))));
  }

  /** What kind of thing it was; empty if it concerned no model, or was refused. */
  public static Optional<EventType> of(HistoryEntry entry) {
    if (entry.model() == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        switch (entry.action()) {
          case "register" -> MODEL_REGISTERED;
          case "description", "tag", "card" -> MODEL_DESCRIBED;
          case "import" -> MODEL_IMPORTED;
          case "version" ->
              entry.reason().equals(VersionEntry.REJECTED) ? VERSION_FAILED : VERSION_PUBLISHED;
          case "approved" -> VERSION_APPROVED;
          case "rejected" -> VERSION_REJECTED;
          case "active", "deprecated", "archived" -> VERSION_RETIRED;
          case "alias" -> ALIAS_MOVED;
          case "remove-alias" -> ALIAS_REMOVED;
          default -> null;
        });
  }
}
