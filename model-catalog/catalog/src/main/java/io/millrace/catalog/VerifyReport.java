package io.millrace.catalog;

import java.util.List;

/**
 * What {@link Catalog#verify()} found.
 *
 * @param entries log entries read
 * @param versions versions whose files were read
 * @param files artifacts read
 * @param bytes read from artifacts
 * @param problems one sentence each; empty if every byte is what was published
 * @param orphans ids of folders under {@code data/} that no version refers to, left by publishers
 *     that died or still at work; not a problem. Not looked for while the log has problems, because
 *     an unreadable entry may refer to them.
 */
public record VerifyReport(
    long entries,
    int versions,
    int files,
    long bytes,
    List<String> problems,
    List<String> orphans) {
  public VerifyReport {
    problems = List.copyOf(problems);
    orphans = List.copyOf(orphans);
  }

  /** Whether every byte is what was published. */
  public boolean clean() {
    return problems.isEmpty();
  }
}
