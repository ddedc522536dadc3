package io.millrace.server.access;

/** What one may do with a model. */
public enum Permission {
  /** See it, fetch it, score with it. */
  READ,
  /** Add versions. */
  PUBLISH,
  /** Move its aliases; the catalog itself decides about the protected ones. */
  MOVE_ALIAS,
  /** Change descriptions and tags. */
  DESCRIBE,
  /** Take a version out of use. */
  ARCHIVE
}
