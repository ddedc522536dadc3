package io.millrace.launcher.plan;

import io.millrace.handoff.definition.DefinitionReader;
import io.millrace.spec.PipelineDefinition;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A pipeline over a graph, with tables by SQL and cleaned sources. */
public final class GraphRuns {
  static final String ALL =
      "clean-flights clean-routes clean features graph neighbourhoods"
          + " train-logistic-regression train-graphsage evaluate publish";

  private GraphRuns() {}

  /** The definition with some keys set anew. */
  public static PipelineDefinition definition(String... settings) {
    Map<String, String> overrides = new LinkedHashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      overrides.put(settings[i], settings[i + 1]);
    }
    return DefinitionReader.read(Path.of("src/test/resources/graph.conf"), overrides);
  }

  /** Runs whose tables are those of the definition. */
  public static Runs in(Path folder) {
    Runs runs = new Runs(folder);
    for (String table : List.of("flights", "airports", "hubs", "neighbours", "unused")) {
      runs.tableDigests.put(table, table + "1");
    }
    return runs;
  }
}
