package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlflow.api.proto.ModelRegistry.ModelVersion;
import org.mlflow.api.proto.ModelRegistry.RegisteredModel;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.ModelVersionsPage;

/** MLflow's own Java client, as it is published. */
class MlflowJavaClientIT {
  @TempDir private static Path folder;
  private static RunningServer server;
  private static MlflowClient client;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.withModels(folder, ServerOptions::opened);
    client = new MlflowClient(server.server().uri().toString());
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @Test
  void readsAModel() {
    RegisteredModel model = client.getRegisteredModel("ops.delay");

    assertThat(model.getName()).isEqualTo("ops.delay");
    assertThat(model.getCreationTimestamp()).isPositive();
    assertThat(model.getLastUpdatedTimestamp())
        .isGreaterThanOrEqualTo(model.getCreationTimestamp());
    assertThat(model.getAliasesList())
        .singleElement()
        .satisfies(
            alias -> {
              assertThat(alias.getAlias()).isEqualTo("champion");
              assertThat(alias.getVersion()).isEqualTo("3");
            });
  }

  @Test
  void readsVersionsByStage() {
    assertThat(client.getLatestVersions("ops.delay"))
        .extracting(ModelVersion::getVersion)
        .containsExactly("1", "2", "3");
    assertThat(client.getLatestVersions("ops.delay", List.of("Production", "Archived")))
        .extracting(ModelVersion::getVersion)
        .containsExactly("2", "3");
  }

  @Test
  void readsOneVersion() {
    ModelVersion version = client.getModelVersion("ops.delay", "3");

    assertThat(version.getName()).isEqualTo("ops.delay");
    assertThat(version.getRunId()).isEqualTo("run-3");
    assertThat(version.getUserId()).isEqualTo(System.getProperty("user.name"));
    assertThat(version.getStatus().name()).isEqualTo("READY");
    assertThat(version.getCurrentStage()).isEqualTo("Production");
    assertThat(version.getAliasesList()).containsExactly("champion");
    assertThat(version.getTagsList())
        .anySatisfy(
            tag -> {
              assertThat(tag.getKey()).isEqualTo("engine");
              assertThat(tag.getValue()).isEqualTo("mllib");
            });
    assertThat(version.getSource()).isEqualTo("mlflow-artifacts:/models/ops.delay/3");
    assertThat(client.getModelVersionDownloadUri("ops.delay", "3")).isEqualTo(version.getSource());
  }

  @Test
  void turnsPages() {
    ModelVersionsPage page =
        client.searchModelVersions("name='ops.delay'", 2, List.of("version_number ASC"));
    assertThat(page.getItems()).extracting(ModelVersion::getVersion).containsExactly("1", "2");
    assertThat(page.hasNextPage()).isTrue();

    ModelVersionsPage next = (ModelVersionsPage) page.getNextPage();
    assertThat(next.getItems()).extracting(ModelVersion::getVersion).containsExactly("3");
    assertThat(next.hasNextPage()).isFalse();
    assertThat(client.searchModelVersions().getItems()).hasSize(3);
  }

  @Test
  void resolvesAnAlias() {
    assertThat(client.sendGet("registered-models/alias?name=ops.delay&alias=champion"))
        .contains("\"version\":\"3\"");
  }

  @Test
  void saysWhatIsNotThere() {
    assertThatThrownBy(() -> client.getRegisteredModel("ops.dela"))
        .isInstanceOf(MlflowHttpException.class)
        .satisfies(
            e -> {
              MlflowHttpException error = (MlflowHttpException) e;
              assertThat(error.getStatusCode()).isEqualTo(404);
              assertThat(error.getBodyMessage())
                  .contains("RESOURCE_DOES_NOT_EXIST")
                  .contains("ops/delay");
            });
  }
}
