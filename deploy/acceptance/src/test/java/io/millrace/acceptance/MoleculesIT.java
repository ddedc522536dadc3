package io.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Molecules, of which each has a score, from their files to the catalog. */
@Tag("full")
class MoleculesIT {
  /** Of the first fold's 18. */
  private static final int TEST_GRAPHS = 18;

  @TempDir Path folder;

  @Test
  void aModelOfMoleculesIsPublished() throws Exception {
    Path mutag =
        Datasets.folder("mutag", "nodes.csv.gz", "edges.csv.gz", "graphs.csv.gz", "folds.csv.gz");
    Path definition = Launch.HOME.resolve("handoff/src/test/resources/mutag.conf");

    Launch.Ended run =
        Launch.millrace(
            folder,
            Map.of(),
            List.of(
                "run",
                definition.toString(),
                "--json",
                "--set",
                "mutag=" + mutag,
                "--set",
                "models.gin.epochs=3",
                "--set",
                "evaluation.gate=[\"accuracy >= 0\"]"));

    assertThat(run.code()).as(run.err()).isZero();
    JsonNode model = new ObjectMapper().readTree(run.out()).path("models").path(0);
    assertThat(model.path("network").asText()).isEqualTo("gin");
    double right = model.path("metrics").path("accuracy").path("value").asDouble() * TEST_GRAPHS;
    assertThat(right).isCloseTo(Math.rint(right), within(1e-9));
    Launch.Ended shown = Launch.millrace(folder, "models", "show", "molecules/mutagenic");
    assertThat(shown.out()).contains("batch (int64 [nodes])", "(binary, for each graph)");
    try (var files = Files.walk(folder)) {
      Path report = files.filter(file -> file.endsWith("report.html")).findFirst().orElseThrow();
      assertThat(Files.readString(report)).contains("On 18 graphs of the test split");
    }
  }
}
