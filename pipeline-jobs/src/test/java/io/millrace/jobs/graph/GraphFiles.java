package io.millrace.jobs.graph;

import io.millrace.handoff.Json;
import io.millrace.jobs.TestRun;
import io.millrace.jobs.TestSpark;
import io.millrace.spec.graph.GraphManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A pipeline over a graph of CSV files, and what its step {@code graph} wrote. */
final class GraphFiles {
  private static final String DEFINITION =
      """
      format = 1
      name = graphs
      tables {
        nodes {
          path = "%s/nodes.csv", format = csv
          columns { name = %s, part = string, group = string, kind = string, size = double, words = string }
        }
        %s
      }
      clean { table = nodes, sources { %s } }
      label { column = kind, task = binary, positive = [yes] }
      split { by = value, column = part, train = [train], valid = [valid], test = [test] }
      features {
        size { type = numeric, column = size }
        words { type = sparse, column = words, width = 1000, normalise = true }
        %s
      }
      graph { key = name, edges { %s }, %s }
      models { logistic-regression { features = [size] } }
      evaluation { gate = ["rocAuc >= 0"] }
      publish { model = "tests/graphs", summary = "A test." }
      """;

  private static final String EDGES =
      """
      %1$s {
        path = "%2$s/%1$s.csv", format = csv
        columns { from = %3$s, to = %3$s, load = float, note = string }
      }
      """;

  private final Path folder;
  private final Map<String, String> edges = new LinkedHashMap<>();
  private String keyType = "string";
  private String graph = "";
  private String features = "";
  private List<String> sources;

  GraphFiles(Path folder) {
    this.folder = folder;
  }

  /** Lines of {@code name,part,group,kind,size,words}. */
  GraphFiles nodes(List<String> lines) throws IOException {
    return write("nodes", "name,part,group,kind,size,words", lines);
  }

  /** Lines of {@code from,to,load,note} of a table, and its policies. */
  GraphFiles edges(String table, String policies, List<String> lines) throws IOException {
    edges.put(table, policies);
    return write(table, "from,to,load,note", lines);
  }

  private GraphFiles write(String table, String header, List<String> lines) throws IOException {
    Files.writeString(
        folder.resolve(table + ".csv"), header + "\n" + String.join("\n", lines) + "\n");
    return this;
  }

  GraphFiles keyType(String type) {
    keyType = type;
    return this;
  }

  /** More of the section {@code graph}. */
  GraphFiles graph(String more) {
    graph = more;
    return this;
  }

  GraphFiles features(String more) {
    features = more;
    return this;
  }

  /** The tables of edges that are cleaned; without it all. */
  GraphFiles cleaned(String... tables) {
    sources = List.of(tables);
    return this;
  }

  /** Runs all steps up to the one before the graph. */
  TestRun prepared() throws Exception {
    List<String> tables = new ArrayList<>();
    List<String> policies = new ArrayList<>();
    for (Map.Entry<String, String> table : edges.entrySet()) {
      tables.add(EDGES.formatted(table.getKey(), folder, keyType));
      policies.add(
          "%s { source = from, target = to, weight = load, %s }"
              .formatted(table.getKey(), table.getValue()));
    }
    List<String> cleaned = sources == null ? List.copyOf(edges.keySet()) : sources;
    TestRun run =
        TestRun.of(
            Files.createTempDirectory(folder, "run"),
            DEFINITION.formatted(
                folder,
                keyType,
                String.join("\n", tables),
                cleaned.stream().map(t -> t + " {}").collect(Collectors.joining(", ")),
                features,
                String.join("\n", policies),
                graph));
    for (String table : cleaned) {
      run.step("clean-" + table);
    }
    run.step("clean");
    run.step("features");
    return run;
  }

  static Dataset<Row> read(TestRun run, String what) throws IOException {
    return TestSpark.session().read().parquet(run.directory().output("graph") + "/" + what);
  }

  static GraphManifest manifest(TestRun run) throws IOException {
    var file = new org.apache.hadoop.fs.Path(run.directory().output("graph"), "graph.json");
    return Json.read(run.directory().storage().read(file), GraphManifest.class, file.toString());
  }

  /** Ids by key. */
  static Map<String, Long> ids(TestRun run) throws IOException {
    return read(run, "dictionary").collectAsList().stream()
        .collect(Collectors.toMap(row -> row.<String>getAs("key"), row -> row.<Long>getAs("id")));
  }
}
