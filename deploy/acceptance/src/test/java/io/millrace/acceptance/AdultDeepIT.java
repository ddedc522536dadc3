package io.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network on a second domain, UCI Adult, by the definition that the regression uses too. */
@Tag("full")
class AdultDeepIT {
  private static final double REACHED = 0.910;

  @TempDir Path folder;

  @Test
  void wideAndDeepPassesTheRegression() throws Exception {
    Path adult = Datasets.folder("adult", "adult.data", "adult.test");
    Path definition =
        Launch.HOME.resolve("pipeline-jobs/src/test/resources/conf/adult-income.conf");
    List<String> command = new ArrayList<>(List.of("run", definition.toString(), "--json"));
    for (String setting :
        List.of(
            "adult=\"%s/adult.{data,test}\"".formatted(adult),
            "evaluation.replicates=20",
            "resources.memory=2g",
            "models.gradient-boosted-trees=null",
            "models.wide-and-deep={embedding=8,hidden=[64,32],dropout=0.2,batch-size=256,epochs=8,patience=3,optimiser{learning-rate=0.002},schedule{type=cosine}}")) {
      command.addAll(List.of("--set", setting));
    }

    Launch.Ended run = Launch.millrace(folder, Map.of(), command);

    assertThat(run.code()).as(run.err()).isZero();
    JsonNode models = new ObjectMapper().readTree(run.out()).path("models");
    double deep = auc(models, "wide-and-deep");
    assertThat(deep).isGreaterThanOrEqualTo(REACHED);
    assertThat(deep).isGreaterThan(auc(models, "logistic-regression"));
  }

  private static double auc(JsonNode models, String network) {
    for (JsonNode model : models) {
      if (model.path("network").asText().equals(network)) {
        return model.path("metrics").path("rocAuc").path("value").asDouble();
      }
    }
    throw new AssertionError("No model '%s' in %s".formatted(network, models));
  }
}
