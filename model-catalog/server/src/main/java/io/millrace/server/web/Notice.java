package io.millrace.server.web;

/**
 * What has just happened, on top of a page.
 *
 * @param text empty for nothing
 * @param refused whether it is what did not happen
 * @param comment that was sent with it, to be sent again
 */
record Notice(String text, boolean refused, String comment) {
  static final Notice NONE = new Notice("", false, "");

  /** By a word in the address, so that nobody can make a link that says something else. */
  static Notice done(String word) {
    return switch (word) {
      case "approved" -> new Notice("Approved.", false, "");
      case "rejected" -> new Notice("Rejected.", false, "");
      default -> NONE;
    };
  }
}
