package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.catalog.ArtifactSource;
import io.millrace.catalog.Publication;
import io.millrace.catalog.TinyModels;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scores over HTTP, against what TinyModels says that its models compute. */
class ScoringIT {
  private static final String DELAY = "/models/ops/delay@champion/invocations";

  @TempDir private static Path folder;
  private static RunningServer server;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.withModels(folder, ServerOptions::opened);
    server
        .catalog()
        .publish(publication("ops/kinds", TinyModels.kinds(), TinyModels.KINDS.toJson()));
    server
        .catalog()
        .publish(publication("ops/graph", TinyModels.graph(), TinyModels.GRAPH.toJson()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Publication publication(String name, byte[] onnx, byte[] signature) {
    return new Publication(
        name,
        "run-1",
        Map.of(
            "model.onnx", ArtifactSource.of(onnx), "signature.json", ArtifactSource.of(signature)),
        Map.of(),
        Map.of(),
        true,
        List.of("champion"));
  }

  @Test
  void scoresAGraph() throws Exception {
    String path = "/models/ops/graph@champion/invocations";
    JsonNode predictions =
        RunningServer.read(
                score(
                    path,
                    "{\"inputs\": {\"edge_index\": [[0, 1, 0], [1, 2, 2]], \"x\": [1, 10, 100]}}"))
            .get("predictions");
    assertThat(predictions.get("prediction"))
        .extracting(JsonNode::asDouble)
        .containsExactly(1.0, 11.0, 111.0);
    assertThat(score(path, "{\"inputs\": {\"edge_index\": [[], []], \"x\": [4]}}").body())
        .isEqualTo("{\"predictions\":{\"prediction\":[4.0]}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      textBlock =
          """
          {"inputs": {"x": [1]}}                                        | input 'edge_index' is absent
          {"inputs": {"edge_index": [[0], [0]]}}                        | column 'x' is absent
          {"inputs": {"x": [1], "edge_index": [[0], [0], [0]]}}         | has shape [3,
          {"inputs": {"x": [1], "edge_index": [[0], [0, 1]]}}           | lists of 1 and of 2 values
          {"inputs": {"x": [1], "edge_index": [[0], ["a"]]}}            | found VALUE_STRING
          {"inputs": {"x": [1], "edge_index": [[0.5], [0]]}}            | found VALUE_NUMBER_FLOAT
          {"inputs": {"x": [1], "edge_index": [0, 0]}}                  | found VALUE_NUMBER_INT
          {"inputs": {"x": [1], "edge_index": [[0], [7]]}}              | ONNX Runtime refuses it
          {"dataframe_records": [{"x": 1}]}                             | takes no rows one by one
          """)
  void namesWhatIsWrongWithAGraph(String body, String message) throws Exception {
    HttpResponse<String> response = score("/models/ops/graph@champion/invocations", body);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(RunningServer.read(response).get("message").asText()).contains(message);
  }

  @Test
  void scoresASplitFrame() throws Exception {
    HttpResponse<String> response =
        score(
            DELAY,
            """
            {"dataframe_split": {
              "columns": ["carrier", "distance", "departed", "weekend"], "index": [0, 1],
              "data": [["AA", 7, "1970-01-03T00:00:00", true], [null, null, null, null]]}}""");

    assertThat(response.headers().firstValue("Millrace-Model-Version")).hasValue("3");
    assertThat(probabilities(response)).containsExactly(1109.0, 47.0);
  }

  @Test
  void takesDataBeforeColumns() throws Exception {
    assertThat(
            probabilities(
                score(
                    DELAY,
                    "{\"dataframe_split\": {\"data\": [[5, \"AA\"]], \"columns\": [\"distance\", \"carrier\"]}}")))
        .containsExactly(1053.0);
  }

  @Test
  void scoresRecordsAndInstances() throws Exception {
    for (String format : List.of("dataframe_records", "instances", "inputs")) {
      HttpResponse<String> response =
          score(
              DELAY,
              "{\"%s\": [{\"carrier\": \"Ü✈\", \"distance\": 1.5, \"weekend\": false}]}"
                  .formatted(format));
      assertThat(probabilities(response)).containsExactly(1999.5);
    }
  }

  @Test
  void scoresColumns() throws Exception {
    JsonNode predictions =
        RunningServer.read(
                score("/models/ops/kinds/1/invocations", "{\"inputs\": {\"x\": [0.25, 0.75]}}"))
            .get("predictions");

    assertThat(predictions.get("prediction"))
        .extracting(JsonNode::asText)
        .containsExactly("low", "high");
    assertThat(predictions.get("probability_1"))
        .extracting(JsonNode::asDouble)
        .containsExactly(0.25, 0.75);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      textBlock =
          """
          {"dataframe_records": [{"carrier": "AA"}]}                       | row 0: column 'distance' is absent
          {"dataframe_records": [{"carrier": 1, "distance": 1}]}           | column 'carrier' of type string holds '1'
          {"dataframe_records": [{"carrier": "AA", "distance": "far"}]}    | column 'distance' of type double holds 'far'
          {"dataframe_records": [{"carrier": "AA", "distance": [1]}]}      | holds a list or an object
          {"dataframe_records": [{"carier": "AA"}]}                        | takes no column 'carier'
          {"dataframe_records": [{"carrier":"A","distance":1,"departed":"x"}]} | of type timestamp holds 'x'
          {"dataframe_split": {"columns": ["carrier", "distance"], "data": [["AA"]]}} | row 0: it has 1 values (expected 2
          {"dataframe_split": {"columns": ["carrier", "carrier"], "data": []}} | stands twice
          {"dataframe_split": {"data": []}}                                | lacks 'columns' or 'data'
          {"inputs": {"carrier": ["AA"], "distance": [1, 2]}}              | has 2 values (expected 1
          {"rows": []}                                                     | found 'rows'
          {"inputs": {"carrier": "AA", "distance": 1}, "params": {"a": 1}} | nothing behind the rows
          []                                                               | found START_ARRAY
          {"dataframe_records": [                                          | Cannot read the request's body
          """)
  void namesWhatIsWrong(String body, String message) throws Exception {
    HttpResponse<String> response = score(DELAY, body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(RunningServer.read(response).get("error_code").asText())
        .isEqualTo("INVALID_PARAMETER_VALUE");
    assertThat(RunningServer.read(response).get("message").asText()).contains(message);
  }

  @Test
  void asksForJson() throws Exception {
    HttpResponse<String> response =
        server.send(
            server
                .request(DELAY)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{}")));
    assertThat(response.statusCode()).isEqualTo(415);
  }

  @Test
  void knowsNoModelThatIsNotThere() throws Exception {
    assertThat(score("/models/ops/none@champion/invocations", "{}").statusCode()).isEqualTo(404);
    assertThat(score("/models/ops/delay@none/invocations", "{}").statusCode()).isEqualTo(404);
    assertThat(score("/models/ops/delay/99/invocations", "{}").statusCode()).isEqualTo(404);
  }

  /** Each answer is that of its own rows, whatever was scored together with them. */
  @Test
  void scoresManyAtOnceAndDropsNoneWhenAnAliasMoves() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService clients = Executors.newFixedThreadPool(9);
    try {
      List<Future<Integer>> results = new ArrayList<>();
      for (int client = 0; client < 8; client++) {
        int first = client * 100_000;
        results.add(clients.submit(() -> ask(first, 60)));
      }
      Future<?> mover = clients.submit(move(done));
      for (Future<Integer> result : results) {
        assertThat(result.get()).isEqualTo(60);
      }
      done.set(true);
      mover.get();
    } finally {
      clients.shutdownNow();
    }
  }

  private static int ask(int first, int requests) throws Exception {
    int right = 0;
    for (int i = 0; i < requests; i++) {
      int distance = first + i;
      double found =
          probabilities(
                  score(
                      DELAY,
                      "{\"dataframe_records\": [{\"carrier\": \"AA\", \"distance\": %d}]}"
                          .formatted(distance)))
              .get(0);
      assertThat(found).isCloseTo(1000 + 50 - 2 + distance, within(0.1));
      right++;
    }
    return right;
  }

  private static Callable<Void> move(AtomicBoolean done) {
    return () -> {
      for (int version = 1; !done.get(); version = 4 - version) {
        server.catalog().moveAlias("ops/delay", "champion", version, "test");
      }
      server.catalog().moveAlias("ops/delay", "champion", 3, "test");
      return null;
    };
  }

  private static HttpResponse<String> score(String path, String body) throws Exception {
    return server.json("POST", path, body);
  }

  private static List<Double> probabilities(HttpResponse<String> response) throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    List<Double> values = new ArrayList<>();
    RunningServer.read(response)
        .get("predictions")
        .forEach(row -> values.add(row.get("probability").asDouble()));
    return values;
  }
}
