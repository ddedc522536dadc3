package io.millrace.server.web;

import org.jspecify.annotations.Nullable;

/**
 * What stands around each page.
 *
 * @param title of the page
 * @param reader who has signed in; null for nobody
 * @param open whether nobody has to sign in
 * @param auditor whether the reader may see the audit log
 * @param formKey that forms must carry
 * @param query what was searched for
 * @param leadsTo where the browser goes on to by itself; empty for nowhere
 * @param section of the navigation that the page belongs to; empty for none
 */
record Frame(
    String title,
    @Nullable String reader,
    boolean open,
    boolean auditor,
    String formKey,
    String query,
    String leadsTo,
    String section) {
  /** Whether the search and the navigation are of any use to the reader. */
  boolean inside() {
    return open || reader != null;
  }
}
