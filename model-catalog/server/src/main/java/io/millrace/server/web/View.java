package io.millrace.server.web;

/** What a page shows. */
interface View {
  /** The template that shows it. */
  String template();

  /** Where the browser goes on to by itself; empty for nowhere. */
  default String leadsTo() {
    return "";
  }
}
