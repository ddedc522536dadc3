package io.millrace.server.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.catalog.Artifact;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.VersionContent;
import io.millrace.server.http.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Small files of a version, verified as they are read. One that is not there, or cannot be shown,
 * leaves a gap in the page and a word on why, since whoever looks at a damaged version needs the
 * page most.
 */
final class Documents {
  private static final int MOST_BYTES = 4 << 20;
  private static final ObjectMapper MAPPER = new ObjectMapper(Json.factory());

  private final VersionContent content;
  private final List<String> problems = new ArrayList<>();

  Documents(VersionContent content) {
    this.content = content;
  }

  /** Whether there is such a file, of a size that a page can show. */
  boolean has(String path) {
    Optional<Artifact> artifact = content.artifact(path);
    boolean small = artifact.isPresent() && artifact.get().size() <= MOST_BYTES;
    if (artifact.isPresent() && !small) {
      problems.add(
          "File '%s' is not shown: it has %s (expected at most %s). Download it."
              .formatted(path, Words.size(artifact.get().size()), Words.size(MOST_BYTES)));
    }
    return small;
  }

  /** The bytes; empty where there is no such file or it cannot be shown. */
  Optional<byte[]> bytes(String path) {
    if (!has(path)) {
      return Optional.empty();
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      content.copy(content.artifact(path).orElseThrow(), bytes);
      return Optional.of(bytes.toByteArray());
    } catch (CatalogException e) {
      problems.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** A document that others wrote; missing where there is none. */
  JsonNode json(String path) {
    return bytes(path).map(bytes -> parsed(path, bytes)).orElse(MissingNode.getInstance());
  }

  private JsonNode parsed(String path, byte[] bytes) {
    try {
      return MAPPER.readTree(bytes);
    } catch (JsonProcessingException e) {
      problem(
          "File '%s' is not shown: %s (expected JSON).".formatted(path, e.getOriginalMessage()));
    } catch (IOException e) {
      problem("File '%s' is not shown: %s (expected JSON).".formatted(path, e.getMessage()));
    }
    return MissingNode.getInstance();
  }

  void problem(String text) {
    problems.add(text);
  }

  /** What could not be shown, and why. */
  List<String> problems() {
    return List.copyOf(problems);
  }
}
