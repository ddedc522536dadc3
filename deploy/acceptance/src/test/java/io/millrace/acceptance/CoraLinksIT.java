package io.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which citations of Cora are missing, from its files to a version in the catalog. */
@Tag("full")
class CoraLinksIT {
  private static final String DATASETS = "MILLRACE_DATASETS";
  private static final double REACHED = 0.90;

  @TempDir Path folder;

  private static Path cora() {
    String named =
        Optional.ofNullable(System.getProperty(DATASETS)).orElse(System.getenv(DATASETS));
    Path datasets = named == null ? Launch.HOME.resolve("../shared/datasets") : Path.of(named);
    return datasets.toAbsolutePath().normalize().resolve("cora");
  }

  @Test
  void findsLinksThatWereHeldOut() throws Exception {
    Path cora = cora();
    assumeTrue(
        Files.exists(cora.resolve("edges.csv.gz")),
        "Cora is not in '%s': set %s to the folder that holds 'cora'.".formatted(cora, DATASETS));
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
                "resources.memory=2g"));

    assertThat(run.code()).as(run.err()).isZero();
    JsonNode model = new ObjectMapper().readTree(run.out()).path("models").path(0);
    assertThat(model.path("metrics").path("rocAuc").path("value").asDouble())
        .isGreaterThanOrEqualTo(REACHED);
    assertThat(model.path("version").asInt()).isEqualTo(1);
  }
}
