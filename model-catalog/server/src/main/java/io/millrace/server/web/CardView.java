package io.millrace.server.web;

import io.millrace.catalog.CardRevision;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.VersionEntry;
import java.util.List;

/**
 * A revision of a model card.
 *
 * @param html of the card; empty where there is none
 * @param revision that is shown, from 1
 * @param revisions after the published one
 */
record CardView(String html, int revision, List<CardRevision> revisions) {
  private static final String FILE = "model-card.md";
  private static final int MOST_CHARACTERS = 100_000;

  /**
   * @param wanted number of a revision; what is none is the newest
   */
  static CardView of(Catalog catalog, VersionEntry version, Documents documents, String wanted) {
    int newest = version.cards().size() + 1;
    int revision = wanted.matches("[1-9]\\d{0,8}") ? Integer.parseInt(wanted) : newest;
    return new CardView(
        html(catalog, version, documents, Math.min(revision, newest)),
        Math.min(revision, newest),
        version.cards());
  }

  private static String html(
      Catalog catalog, VersionEntry version, Documents documents, int revision) {
    if (revision == 1 && !documents.has(FILE)) {
      return "";
    }
    try {
      String reference = version.name() + "/" + version.version();
      String text = catalog.curator().cards().read(reference, revision);
      if (text.length() <= MOST_CHARACTERS) {
        return Markdown.html(text);
      }
      documents.problem(
          "The model card is not shown: it has %s characters (expected at most %s). Read it with 'millrace catalog card %s --revision %d'."
              .formatted(
                  Words.count(text.length()), Words.count(MOST_CHARACTERS), reference, revision));
    } catch (CatalogException e) {
      documents.problem(String.valueOf(e.getMessage()));
    }
    return "";
  }

  /** Whether there is more than the published one. */
  boolean revised() {
    return !revisions.isEmpty();
  }
}
