package io.millrace.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.ArtifactSource;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.Publication;
import io.millrace.catalog.Signature;
import io.millrace.server.CatalogServer;
import io.millrace.server.ServerOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is wrong with a command is said before Spark starts, with the code of wrong use. */
class ScoreCommandTest {
  private static final String MODEL = "ops/late";
  private static final String OVER_A_GRAPH = "ops/graph";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void publish() throws IOException {
    publish(MODEL, Map.of());
    publish(OVER_A_GRAPH, Map.of("edges", "calls,visits"));
    Files.writeString(folder.resolve("rows.csv"), "distance\n1\n");
  }

  private void publish(String model, Map<String, String> tags) {
    Signature signature =
        new Signature(
            1,
            List.of(new Signature.Input("distance", "double", true)),
            List.of(new Signature.Output("probability", "float")),
            "binary",
            List.of());
    Catalog.open(folder.resolve("catalog").toString())
        .publish(
            new Publication(
                model,
                "run-1",
                Map.of(
                    "model.onnx",
                    ArtifactSource.of("bytes".getBytes(StandardCharsets.UTF_8)),
                    "signature.json",
                    ArtifactSource.of(signature.toJson())),
                Map.of(),
                tags,
                true,
                List.of("champion")));
  }

  @Test
  void namesAllFormatsThatTheJobReads() {
    assertThat(run("score", "--help")).isZero();
    assertThat(out.toString()).contains("parquet, csv, json, orc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "csv", "json", "orc", "ORC"})
  void takesEveryFormatOfTheJob(String format) {
    // The input is looked for only after the format was understood.
    assertThat(score(MODEL, "none", "new", format)).isEqualTo(2);
    assertThat(err.toString()).contains("no such file").doesNotContain("--format");
  }

  @Test
  void anUnknownFormatIsWrongUse() {
    assertThat(score(MODEL, "rows.csv", "new", "avro")).isEqualTo(2);
    assertThat(err.toString()).contains("--format", "avro", "orc");
  }

  @Test
  void anOutputThatIsThereIsWrongUse() throws IOException {
    Path there = Files.createDirectory(folder.resolve("there"));

    assertThat(score(MODEL, "rows.csv", "there", "csv")).isEqualTo(2);

    assertThat(err.toString()).contains("Cannot write scores", "there").doesNotContain("\tat ");
    assertThat(there).isEmptyDirectory();
  }

  @Test
  void anInputThatIsNotThereIsWrongUse() {
    assertThat(score(MODEL, "none.csv", "new", "csv")).isEqualTo(2);
    assertThat(err.toString()).contains("Cannot read input", "none.csv").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"late", "ops/late@", "ops/late@a@b", "a/b/c/d"})
  void aReferenceThatIsNoneIsWrongUse(String reference) {
    assertThat(score(reference, "rows.csv", "new", "csv")).isEqualTo(2);
    assertThat(err.toString()).contains("Cannot ", reference).doesNotContain("\tat ");
  }

  @Test
  void aModelThatIsNotThereHasFailed() {
    assertThat(score("ops/later", "rows.csv", "new", "csv")).isEqualTo(1);
    assertThat(err.toString()).contains("ops/later");
  }

  @Test
  void edgesThatAreNotThoseOfTheModelAreWrongUse() {
    String rows = folder.resolve("rows.csv").toString();

    assertThat(score(OVER_A_GRAPH, "rows.csv", "new", "csv", "--edges", "calls=" + rows))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("tables of edges [calls] were given (expected [calls, visits])");
    assertThat(score(MODEL, "rows.csv", "new", "csv", "--edges", "calls=" + rows)).isEqualTo(2);
    assertThat(err.toString()).contains("tables of edges [calls] were given (expected [])");
  }

  @Test
  void edgesThatAreNotThereAreWrongUse() {
    String rows = folder.resolve("rows.csv").toString();
    String none = folder.resolve("none.csv").toString();

    assertThat(
            score(
                OVER_A_GRAPH,
                "rows.csv",
                "new",
                "csv",
                "--edges",
                "calls=" + rows,
                "--edges",
                "visits=" + none))
        .isEqualTo(2);
    assertThat(err.toString()).contains("Cannot read input", "none.csv");
  }

  @Test
  void embeddingsThatCannotBeGivenAreWrongUse() {
    String rows = folder.resolve("rows.csv").toString();
    String[] edges = {"--edges", "calls=" + rows, "--edges", "visits=" + rows, "--embeddings"};

    assertThat(score(MODEL, "rows.csv", "new", "parquet", "--embeddings")).isEqualTo(2);
    assertThat(err.toString()).contains("its scores come from rows alone");
    assertThat(score(OVER_A_GRAPH, "rows.csv", "new", "csv", edges)).isEqualTo(2);
    assertThat(err.toString()).contains("Cannot write embeddings as csv");
  }

  /** All but Spark itself, which is not reached. */
  @Test
  void looksAtTheCatalogOfAServer() throws IOException {
    Catalog catalog = Catalog.open(folder.resolve("catalog").toString());
    ServerOptions options = ServerOptions.local(folder.resolve("uploads"));
    try (CatalogServer server = CatalogServer.start(catalog, options)) {
      String[] there = {"--catalog", server.uri().toString()};

      assertThat(score("ops/later", "rows.csv", "new", "csv", there)).isEqualTo(1);
      assertThat(err.toString()).contains("Nearest models: 'ops/late'");
      assertThat(score(OVER_A_GRAPH, "rows.csv", "new", "csv", there)).isEqualTo(2);
      assertThat(err.toString()).contains("expected [calls, visits]");
      assertThat(run("models", "--catalog", server.uri().toString())).isZero();
      assertThat(run("models", "show", MODEL, "--catalog", server.uri().toString())).isZero();
      assertThat(out.toString()).contains("ops/late", "takes distance (double)");
    }
  }

  private int score(String model, String input, String output, String format, String... more) {
    List<String> arguments = new ArrayList<>(List.of("score", "--model", model));
    arguments.addAll(List.of("--input", folder.resolve(input).toString()));
    arguments.addAll(List.of("--output", folder.resolve(output).toString()));
    arguments.addAll(List.of("--format", format));
    arguments.addAll(List.of(more));
    if (!arguments.contains("--catalog")) {
      arguments.addAll(List.of("--catalog", folder.resolve("catalog").toString()));
    }
    return run(arguments.toArray(String[]::new));
  }

  private int run(String... arguments) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }
}
