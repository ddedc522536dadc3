package io.millrace.server.web;

import io.millrace.server.api.ApiException;

/** What went wrong. */
record Problem(String title, String message, String requestId, String leadsTo) implements View {
  /**
   * @param leadsTo where the browser goes on to by itself; empty for nowhere
   */
  Problem(ApiException error, String requestId, String leadsTo) {
    this(title(error), String.valueOf(error.getMessage()), requestId, leadsTo);
  }

  static String title(ApiException error) {
    return switch (error.status()) {
      case 400, 405, 413, 414, 415 -> "That cannot be answered";
      case 401 -> "Please sign in";
      case 403 -> "Not allowed";
      case 404 -> "Not found";
      case 409 -> "Somebody else was faster";
      case 429, 503 -> "Not now";
      default -> "Something went wrong";
    };
  }

  @Override
  public String template() {
    return "problem.jte";
  }
}
