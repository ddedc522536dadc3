package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureTest {
  @Test
  void readsWhatItWrites() {
    assertThat(Signature.fromJson(TinyModels.DELAY.toJson())).isEqualTo(TinyModels.DELAY);
    assertThat(Signature.fromJson(TinyModels.KINDS.toJson())).isEqualTo(TinyModels.KINDS);
  }

  @Test
  void aModelOverAGraphSaysSoAndScoresNoRowsThatStandAlone() {
    Signature graph =
        new Signature(
            1,
            List.of(new Signature.Input("x", "int", true)),
            List.of(new Signature.Output("prediction", "float")),
            "regression",
            List.of(),
            new Signature.Graph(true, List.of(new Signature.Sparse("words", 1433))));

    assertThat(Signature.fromJson(graph.toJson())).isEqualTo(graph);
    assertThatThrownBy(() -> OnnxScorer.open(new byte[0], graph))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("Cannot score rows that stand alone")
        .hasMessageContaining("nodes of a graph");
  }

  @Test
  void aSignatureWithoutAWordOfGraphsIsOneOfRows() {
    String json = new String(TinyModels.DELAY.toJson(), StandardCharsets.UTF_8);
    String before = json.replaceAll(",\\s*\"graph\" : null", "");

    assertThat(Signature.fromJson(before.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(TinyModels.DELAY);
  }

  @Test
  void refusesANewerFormat() {
    assertThatThrownBy(() -> Signature.fromJson(json("\"version\" : 1", "\"version\" : 2")))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(
            "Cannot read signature.json: format version is 2 (expected 1 to 1). A newer Millrace");
  }

  @Test
  void refusesAMissingFormat() {
    assertThatThrownBy(() -> Signature.fromJson("{}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("format version is missing");
  }

  @Test
  void refusesUnknownTypesTasksAndKeys() {
    assertThatThrownBy(() -> Signature.fromJson(json("\"timestamp\"", "\"time\"")))
        .hasMessageContaining("type of input 'departed': time (expected string, int,");
    assertThatThrownBy(() -> Signature.fromJson(json("\"binary\"", "\"ranking\"")))
        .hasMessageContaining("task: ranking (expected binary, multiclass or regression)");
    assertThatThrownBy(() -> Signature.fromJson(json("\"required\"", "\"requierd\"")))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("'required'");
    assertThatThrownBy(() -> Signature.fromJson(json("\"task\"", "\"tusk\" : 1, \"task\"")))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("\"tusk\"");
    assertThatThrownBy(() -> Signature.fromJson("not json".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("Cannot read signature.json");
  }

  @Test
  void refusesOutputsThatAreNotThoseOfTheTask() {
    List<Signature.Output> outputs = List.of(new Signature.Output("score", "float"));
    assertThatThrownBy(() -> new Signature(1, List.of(), outputs, "regression", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "outputs of a regression model: {score=float} (expected {prediction=float})");
  }

  @Test
  void refusesANameThatStandsTwice() {
    Signature.Input input = new Signature.Input("x", "int", true);
    assertThatThrownBy(
            () ->
                new Signature(
                    1,
                    List.of(input, input),
                    List.of(new Signature.Output("prediction", "float")),
                    "regression",
                    List.of()))
        .hasMessageContaining("input names: 'x' twice (expected each once)");
  }

  private static byte[] json(String from, String to) {
    String json = new String(TinyModels.DELAY.toJson(), StandardCharsets.UTF_8);
    assertThat(json).contains(from);
    return json.replace(from, to).getBytes(StandardCharsets.UTF_8);
  }
}
