package io.millrace.launcher.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.ArtifactSource;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.Metric;
import io.millrace.catalog.Publication;
import io.millrace.catalog.Signature;
import io.millrace.handoff.Json;
import io.millrace.launcher.Schemas;
import io.millrace.spec.evaluation.GateResult;
import io.millrace.spec.evaluation.Importance;
import io.millrace.spec.evaluation.ModelEvaluation;
import io.millrace.spec.target.Task;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ModelsCommandTest {
  private static final String MODEL = "ops/late";

  @TempDir private Path folder;
  private Catalog catalog;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void publishTwoVersions() {
    catalog = Catalog.open(root());
    publish("run-1");
    publish("run-2");
  }

  @Test
  void listsModels() {
    assertThat(run()).isZero();
    assertThat(out.toString()).contains(MODEL, "champion = 2");
  }

  @Test
  void listsForProgramsByTheSchema() throws IOException {
    assertThat(run("--json")).isZero();
    assertThat(Schemas.problems("models", out.toString())).isEmpty();
    assertThat(out.toString()).contains("\"aliases\" : [ \"champion\" ]", "\"value\" : 0.66");
  }

  @Test
  void listAndTheBareCommandSayTheSame() {
    run();
    String bare = out.toString();
    out.getBuffer().setLength(0);

    run("list");

    assertThat(out.toString()).isEqualTo(bare);
  }

  @Test
  void saysThatThereAreNone() {
    assertThat(command().execute("--catalog", folder.resolve("other").toString())).isZero();
    assertThat(out.toString()).contains("has no models");
  }

  @Test
  void showsVersionsSignatureAndHistory() {
    assertThat(run("show", MODEL)).isZero();
    assertThat(out.toString())
        .contains("run-1", "rocAuc 0.6600", "distance (double)", "champion: 1 -> 2");
  }

  @Test
  void showsWhatAModelOfGraphsTakes() {
    Signature signature =
        new Signature(
            1,
            List.of(new Signature.Input("atom", "int", true)),
            List.of(new Signature.Output("probability", "float")),
            "binary",
            List.of(),
            new Signature.Tensors(
                List.of(
                    new Signature.Tensor("edge_index", "int64", List.of("2", "edges")),
                    new Signature.Tensor("batch", "int64", List.of("nodes"))),
                List.of()));
    publish("run-3", Map.of("signature.json", ArtifactSource.of(signature.toJson())));

    assertThat(run("show", MODEL)).isZero();
    assertThat(out.toString())
        .contains(
            "takes atom (int), edge_index (int64 [2, edges]), batch (int64 [nodes])",
            "gives probability (binary, for each graph)");
  }

  @Test
  void showsWhatTheEvaluationFound() {
    publish("run-3", Map.of("evaluation.json", ArtifactSource.of(Json.bytes(evaluation()))));

    assertThat(run("show", MODEL)).isZero();
    assertThat(out.toString())
        .containsSubsequence(
            "with date shuffled: logLoss +0.0300 (0.0290 to 0.0310)",
            "with distance shuffled: logLoss +0.0200 (0.0190 to 0.0210)",
            "with origin shuffled: logLoss +0.0100 (0.0090 to 0.0110)")
        .doesNotContain("with fourth");
  }

  private static ModelEvaluation evaluation() {
    return new ModelEvaluation(
        ModelEvaluation.VERSION,
        "mlp",
        "bigdl",
        "mlp",
        Task.BINARY,
        100,
        0.5,
        Map.of(),
        0.2,
        List.of(),
        List.of(),
        List.of(),
        0,
        10,
        null,
        List.of(),
        List.of(),
        List.of(
            new Importance("date", "logLoss", 0.03, 0.029, 0.031),
            new Importance("distance", "logLoss", 0.02, 0.019, 0.021),
            new Importance("origin", "logLoss", 0.01, 0.009, 0.011),
            new Importance("fourth", "logLoss", 0, 0, 0)),
        new Importance.Sample(100, 3),
        new GateResult(true, List.of()));
  }

  @Test
  void movesAnAliasBack() {
    assertThat(run("alias", MODEL, "champion", "1", "--reason", "late")).isZero();
    assertThat(catalog.resolve(MODEL).version()).isEqualTo(1);
    assertThat(catalog.history(MODEL)).last().extracting(entry -> entry.reason()).isEqualTo("late");
  }

  @Test
  void downloads() {
    Path target = folder.resolve("model");

    assertThat(run("download", MODEL + "@champion", target.toString())).isZero();
    assertThat(target.resolve("model.onnx")).hasContent("bytes");
  }

  @Test
  void verifiesEveryByte() throws IOException {
    assertThat(run("verify")).isZero();
    assertThat(out.toString()).contains("all as published");
    changeAByte();

    assertThat(run("verify")).isEqualTo(1);
    assertThat(err.toString()).contains("model.onnx");
  }

  private void changeAByte() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(root()))) {
      Path model = files.filter(f -> f.endsWith("model.onnx")).findFirst().orElseThrow();
      Files.writeString(model, "bytez");
    }
  }

  private void publish(String runId) {
    publish(runId, Map.of());
  }

  private void publish(String runId, Map<String, ArtifactSource> more) {
    Map<String, ArtifactSource> files = new HashMap<>();
    Signature signature =
        new Signature(
            1,
            List.of(new Signature.Input("distance", "double", true)),
            List.of(new Signature.Output("probability", "float")),
            "binary",
            List.of());
    files.put("model.onnx", ArtifactSource.of("bytes".getBytes(StandardCharsets.UTF_8)));
    files.put("signature.json", ArtifactSource.of(signature.toJson()));
    files.putAll(more);
    catalog.publish(
        new Publication(
            MODEL,
            runId,
            files,
            Map.of("rocAuc", new Metric(0.66, 0.65, 0.67)),
            Map.of(),
            true,
            List.of("champion")));
  }

  private String root() {
    return folder.resolve("catalog").toString();
  }

  private int run(String... arguments) {
    return command()
        .execute(
            Stream.concat(Stream.of(arguments), Stream.of("--catalog", root()))
                .toArray(String[]::new));
  }

  private CommandLine command() {
    return new CommandLine(new ModelsCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true));
  }
}
