package io.millrace.catalog.access;

import java.util.Locale;

/** What can be asked of a catalog. Every operation but {@link #READ} leaves an entry in its log. */
public enum Operation {
  /** List, resolve, download, score, compare, export, see the history. */
  READ,
  /** Add a version, or import some. */
  PUBLISH,
  /** Point an alias to a version. */
  MOVE_ALIAS,
  /** Take an alias away. */
  REMOVE_ALIAS,
  /** Say that a version may take a protected alias. */
  APPROVE,
  /** Say that a version may take no alias. */
  REJECT,
  /** Deprecate or archive a version, or take that back. */
  RETIRE,
  /** Set tags and descriptions, revise a model card. */
  DESCRIBE,
  /** Change the grants of a team; of team {@code *}, all. */
  SET_ROLES,
  /** Create, list or revoke the tokens of another principal. */
  KEEP_TOKENS,
  /** Add or remove an address that is told of what happens in a team. */
  KEEP_WEBHOOKS,
  /** Remove data that no version refers to. */
  COLLECT_GARBAGE;

  /** As it stands in the log: {@code move-alias}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
