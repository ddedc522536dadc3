package io.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two executors learn is what one learns, also when one of them is killed on the way. */
@Tag("full")
class BigDlClusterIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double SAME = 0.005;

  @TempDir static Path folder;
  private static TestCluster bigdl;
  private static double aucOfOne;

  @BeforeAll
  static void trainOnOneExecutor() throws Exception {
    Sample.write(folder, 15, 1);
    bigdl = TestCluster.start(folder, "spark-2.4");
    aucOfOne = auc(finished(folder, command("one", "local[1]")));
  }

  @AfterAll
  static void stopCluster() throws Exception {
    TestCluster.stopAll(bigdl);
  }

  @Test
  void twoExecutorsLearnWhatOneLearns() throws Exception {
    Launch.Ended two = finished(folder, command("two", bigdl.master()));

    assertThat(auc(two)).isCloseTo(aucOfOne, within(SAME));
    assertThat(TestCluster.checkpointParts(folder.resolve("runs-two")))
        .contains("part-00000.safetensors", "part-00001.safetensors");
  }

  @Test
  void killedExecutorIsSurvived() throws Exception {
    Path out = folder.resolve("killed.out");
    Path err = folder.resolve("killed.err");
    List<String> command = new ArrayList<>(List.of(Launch.HOME.resolve("millrace").toString()));
    command.addAll(command("killed", bigdl.master()));
    Process run = Launch.start(folder, Map.of(), command, out, err);
    try {
      Launch.awaitText(run, err, "epoch 2 of");
      List<ProcessHandle> executors = bigdl.executors();
      assertThat(executors).hasSize(2);
      executors.get(0).destroyForcibly();

      assertThat(run.waitFor()).as(Files.readString(err)).isZero();
    } finally {
      run.descendants().forEach(ProcessHandle::destroyForcibly);
      run.destroyForcibly();
    }
    assertThat(Files.readString(err)).contains("An executor was lost");
    Launch.Ended killed = new Launch.Ended(0, Files.readString(out), "");
    assertThat(auc(killed)).isCloseTo(aucOfOne, within(SAME));
  }

  private static Launch.Ended finished(Path folder, List<String> command) throws Exception {
    Launch.Ended ended = Launch.millrace(folder, Map.of(), command);
    assertThat(ended.code()).as(ended.err()).isZero();
    return ended;
  }

  /** The network's test ROC AUC. */
  private static double auc(Launch.Ended run) throws Exception {
    JsonNode models = JSON.readTree(run.out()).path("models");
    assertThat(models).hasSize(1);
    assertThat(models.path(0).path("engine").asText()).isEqualTo("bigdl");
    return models.path(0).path("metrics").path("rocAuc").path("value").asDouble();
  }

  private static List<String> command(String name, String master) {
    List<String> command =
        new ArrayList<>(
            List.of("run", Launch.HOME.resolve("conf/flight-delays.conf").toString(), "--json"));
    command.addAll(List.of("--runs", "runs-" + name, "--catalog", "catalog-" + name));
    command.addAll(List.of("--bigdl-master", master));
    for (String setting :
        List.of(
            "tables.flights.path=flights",
            "tables.flights.format=csv",
            "tables.airports.path=airports.csv",
            "resources.executors=2",
            "resources.cores=1",
            "resources.memory=1g",
            "models.logistic-regression=null",
            "models.mlp.network=wide-and-deep",
            "models.wide-and-deep=null",
            "models.mlp.batch-size=1024",
            "models.mlp.epochs=3",
            "evaluation.replicates=20",
            "evaluation.gate=[\"rocAuc >= 0.6\"]")) {
      command.addAll(List.of("--set", setting));
    }
    return command;
  }
}
