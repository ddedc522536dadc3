package io.millrace.server.web;

import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionEntry;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Models by words, all of which must stand in the model's name, description or tags, or in those of
 * one of its versions.
 */
record Search(List<String> words) {
  private static final int MOST_CHARACTERS = 200;
  private static final int MOST_WORDS = 10;

  static Search of(String query) {
    String text = query.length() <= MOST_CHARACTERS ? query : query.substring(0, MOST_CHARACTERS);
    return new Search(
        List.of(text.toLowerCase(Locale.ROOT).strip().split("\\s+")).stream()
            .filter(word -> !word.isEmpty())
            .limit(MOST_WORDS)
            .toList());
  }

  boolean matches(ModelEntry model) {
    if (words.isEmpty()) {
      return true;
    }
    StringBuilder text = new StringBuilder(model.name());
    add(text, model.description(), model.tags());
    for (VersionEntry version : model.versions()) {
      add(text, version.description(), version.tags());
    }
    String all = text.toString().toLowerCase(Locale.ROOT);
    return words.stream().allMatch(all::contains);
  }

  private static void add(StringBuilder text, String description, Map<String, String> tags) {
    text.append('\n').append(description);
    tags.forEach((key, value) -> text.append('\n').append(key).append('=').append(value));
  }
}
