package io.millrace.catalog;

import java.util.List;

/**
 * One entry of the log, as far as it concerns models that one may read.
 *
 * @param sequence its place in the log, from 1
 * @param id the same for all that read it, and of no other entry of any catalog
 * @param entries what happened, all of it at once; none if it concerned nothing that one may read
 */
public record Commit(long sequence, String id, List<HistoryEntry> entries) {
  public Commit {
    entries = List.copyOf(entries);
  }
}
