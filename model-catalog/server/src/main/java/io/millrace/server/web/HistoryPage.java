package io.millrace.server.web;

import io.millrace.catalog.HistoryEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What happened, the newest first: of a model, or of all for those who may read the audit log.
 *
 * @param model whose history it is; empty for the audit log
 * @param filter what to look for
 * @param entries that were found in the part of the log that was read
 * @param read entries of the log in that part
 * @param older first sequence of that part: what came before it stands on the next page; 1 on the
 *     last
 */
record HistoryPage(String model, Filter filter, List<HistoryEntry> entries, long read, long older)
    implements View {
  /** All that can stand in a history; see {@link HistoryEntry}. */
  static final List<String> ACTIONS =
      List.of(
          "register",
          "version",
          "alias",
          "remove-alias",
          "approved",
          "rejected",
          "active",
          "deprecated",
          "archived",
          "description",
          "tag",
          "card",
          "import",
          "imported",
          "roles",
          "create-token",
          "revoke-token",
          "collect-garbage",
          "refused");

  private static final int PAGE = 50;
  private static final int CHUNK = 25;

  /** The log is read entry by entry; a page must not take long when nothing is found. */
  private static final int MOST_READ = 1000;

  /**
   * What to look for; empty texts ask for nothing.
   *
   * @param who a part of the actor's name
   * @param action exactly, but for {@code imported}, which stands for all that was
   * @param model a part of the model's name
   */
  record Filter(String who, String action, String model) {
    boolean accepts(HistoryEntry entry) {
      boolean acts =
          action.isEmpty()
              || entry.action().equals(action)
              || (action.equals("imported") && entry.action().startsWith("imported "));
      String name = entry.model() == null ? "" : entry.model();
      return acts && contains(entry.actor(), who) && contains(name, model);
    }

    private static boolean contains(String text, String part) {
      return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    /** As the query of an address. */
    String query() {
      return "who=%s&action=%s&model=%s"
          .formatted(Links.encoded(who), Links.encoded(action), Links.encoded(model));
    }
  }

  /** Reads a part of the log, oldest first. */
  @FunctionalInterface
  interface Log {
    /**
     * @param first sequence
     * @param most entries of the log
     */
    List<HistoryEntry> read(long first, int most);
  }

  /**
   * @param before sequence that the page ends before
   */
  static HistoryPage of(String model, Filter filter, Log log, long before) {
    List<HistoryEntry> found = new ArrayList<>();
    long older = before;
    while (older > 1 && found.size() < PAGE && before - older < MOST_READ) {
      long first = Math.max(1, older - CHUNK);
      List<HistoryEntry> chunk = new ArrayList<>(log.read(first, (int) (older - first)));
      Collections.reverse(chunk);
      chunk.stream().filter(filter::accepts).forEach(found::add);
      older = first;
    }
    return new HistoryPage(model, filter, List.copyOf(found), before - older, older);
  }

  /**
   * Whether an entry is of a version that is here: what was imported has the numbers of elsewhere.
   */
  static boolean leads(HistoryEntry entry) {
    return entry.version() != null
        && entry.model() != null
        && !entry.action().startsWith("imported ");
  }

  boolean hasOlder() {
    return older > 1;
  }

  /** The address of this page; that of a part of it follows {@code ?}. */
  String address() {
    return model.isEmpty() ? "/audit" : Links.history(model);
  }

  @Override
  public String template() {
    return "history.jte";
  }
}
