package io.millrace.jobs.score;

import io.millrace.handoff.step.JobArguments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is scored with what.
 *
 * @param catalog root of the catalog
 * @param model reference to a version
 * @param input rows, or the nodes of a graph
 * @param edges by the name of a table of edges; empty for a model over rows that stand alone
 * @param output a folder that is not there yet
 * @param format of all of them, one of {@link #FORMATS}
 * @param embeddings whether nodes get theirs as well
 */
record ScoreRequest(
    String catalog,
    String model,
    String input,
    Map<String, String> edges,
    String output,
    String format,
    boolean embeddings) {
  /** Of input and output, as Spark names them. */
  static final List<String> FORMATS = List.of("parquet", "csv", "json", "orc");

  /**
   * @throws IllegalArgumentException if arguments are wrong by themselves
   */
  static ScoreRequest of(String[] arguments) {
    JobArguments given =
        JobArguments.parse(
            arguments, "catalog", "model", "input", "edges", "output", "format", "embeddings");
    ScoreRequest request =
        new ScoreRequest(
            given.required("catalog"),
            given.required("model"),
            given.required("input"),
            edges(given.all("edges")),
            given.required("output"),
            given.optional("format").orElse("parquet"),
            given.optional("embeddings").map(Boolean::parseBoolean).orElse(false));
    if (!FORMATS.contains(request.format())) {
      throw new IllegalArgumentException(
          "Cannot score format '%s' (expected parquet, csv, json or orc)."
              .formatted(request.format()));
    }
    if (request.embeddings() && request.format().equals("csv")) {
      throw new IllegalArgumentException(
          "Cannot write embeddings as csv: they are lists of numbers (expected parquet, json or orc). Give '--format'.");
    }
    return request;
  }

  private static Map<String, String> edges(List<String> given) {
    Map<String, String> edges = new LinkedHashMap<>();
    for (String table : given) {
      int equals = table.indexOf('=');
      if (equals < 1
          || edges.put(table.substring(0, equals), table.substring(equals + 1)) != null) {
        throw new IllegalArgumentException(
            "Cannot read edges from '%s' (expected TABLE=PATH, each table once).".formatted(table));
      }
    }
    return edges;
  }
}
