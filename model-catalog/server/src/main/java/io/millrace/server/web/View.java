package io.millrace.server.web;

/** What a page shows. */
interface View {
  /** The template that shows it. */
  String template();
}
