package io.millrace.server.web;

import io.millrace.catalog.VersionEntry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The addresses of pages. Names of models and files hold nothing that would need escaping. */
final class Links {
  private Links() {}

  static String model(String name) {
    return "/models/" + name;
  }

  static String history(String name) {
    return model(name) + "/history";
  }

  static String version(String name, int version) {
    return model(name) + "/versions/" + version;
  }

  static String version(VersionEntry version) {
    return version(version.name(), version.version());
  }

  /** Of a reference such as {@code team/model/3}; empty for what is none. */
  static String reference(String reference) {
    int slash = reference.lastIndexOf('/');
    return slash > 0 && reference.matches("[\\w-]+/[\\w-]+/[1-9]\\d{0,8}")
        ? version(reference.substring(0, slash), Integer.parseInt(reference.substring(slash + 1)))
        : "";
  }

  static String compare(VersionEntry version) {
    return version(version) + "/compare";
  }

  /** As a part of a query. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static String file(VersionEntry version, String path) {
    return version(version) + "/files/" + path;
  }
}
