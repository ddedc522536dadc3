package io.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which citations of Cora are missing, from its files to a version in the catalog. */
@Tag("full")
class CoraLinksIT {
  /** After half of the epochs. */
  private static final double REACHED = 0.87;

  @TempDir Path folder;

  @Test
  void findsLinksThatWereHeldOut() throws Exception {
    Path cora = Datasets.folder("cora", "nodes.csv.gz", "edges.csv.gz");
    Path definition = Launch.HOME.resolve("handoff/src/test/resources/cora-links.conf");

    Launch.Ended run =
        Launch.millrace(
            folder,
            Map.of(),
            List.of(
                "run",
                definition.toString(),
                "--json",
                "--set",
                "cora=" + cora,
                "--set",
                "models.gcn.epochs=100",
                "--set",
                "resources.memory=2g"));

    assertThat(run.code()).as(run.err()).isZero();
    JsonNode model = new ObjectMapper().readTree(run.out()).path("models").path(0);
    assertThat(model.path("metrics").path("rocAuc").path("value").asDouble())
        .isGreaterThanOrEqualTo(REACHED);
    assertThat(model.path("version").asInt()).isEqualTo(1);
  }
}
