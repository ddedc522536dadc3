package io.millrace.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spec.feature.DatePart;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.model.TrainingSettings;
import io.millrace.spec.network.Layer.Activation.Function;
import io.millrace.spec.network.Loss;
import io.millrace.spec.network.NamedNetworks;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.NetworkSpec;
import io.millrace.spec.network.NetworkSpec.Tower;
import io.millrace.spec.network.NetworkSpec.Tower.Norm;
import io.millrace.spec.network.Optimiser;
import io.millrace.spec.network.Schedule;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static final FeaturePlan PLAN =
      new FeaturePlan(
          1,
          List.of(new Column("when", ColumnType.TIMESTAMP), new Column("a", ColumnType.STRING)),
          List.of(
              new Transform.Part("hour", "when", DatePart.HOUR),
              new Transform.Index("a", "a", List.of("x", "y")),
              new Transform.Cross(
                  "both", List.of("hour", "a"), List.of(25, 3), List.of(4L), null)));

  private static final Tower TOWER = new Tower(List.of(8, 4), Function.SILU, Norm.LAYER, 0.1);
  private static final List<TrainingSettings.Deep> DEEP =
      List.of(
          deep(
              new NetworkSpec.Mlp(4, TOWER),
              new Loss.CrossEntropy(0),
              new Optimiser.Adam(0.9, 0.999, 1e-8, 0)),
          deep(
              new NetworkSpec.WideAndDeep(4, TOWER),
              new Loss.CrossEntropy(0.1),
              new Optimiser.Sgd(0.9, true, 0.01)),
          deep(
              new NetworkSpec.DeepFm(4, TOWER),
              new Loss.SquaredError(),
              new Optimiser.Adagrad(1e-8, 0)),
          deep(
              new NetworkSpec.Dlrm(4, TOWER, TOWER),
              new Loss.Huber(2),
              new Optimiser.Adam(0.9, 0.999, 1e-8, 0.5)),
          deep(
              new NetworkSpec.DcnV2(4, 2, 3, TOWER),
              new Loss.CrossEntropy(0),
              new Optimiser.AdamW(0.9, 0.999, 1e-8, 0.1)));

  private static TrainingSettings.Deep deep(NetworkSpec spec, Loss loss, Optimiser optimiser) {
    Schedule schedule = new Schedule(0.01, Schedule.Shape.COSINE, 0.1, 0.5, 3);
    Double clipNorm = loss instanceof Loss.Huber ? 2.5 : null;
    return new TrainingSettings.Deep(spec, loss, optimiser, schedule, clipNorm, 256, 5, 2, 7);
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    FeaturePlan read = Json.read(Json.bytes(PLAN), FeaturePlan.class, 1, "plan.json");

    assertThat(read).isEqualTo(PLAN);
  }

  @Test
  void namesSealedChoicesInKebabCase() {
    assertThat(Json.line(PLAN)).contains("\"type\":\"index\"").contains("\"type\":\"cross\"");
  }

  @Test
  void readsBackDeepSettingsOfEveryKind() throws IOException {
    for (TrainingSettings.Deep settings : DEEP) {
      byte[] bytes = Json.bytes(settings);

      assertThat(Json.read(bytes, TrainingSettings.class, "settings.json")).isEqualTo(settings);
      assertThat(Json.bytes(Json.read(bytes, TrainingSettings.class, "settings.json")))
          .isEqualTo(bytes);
    }
  }

  @Test
  void namesNetworksLossesAndOptimisersInJson() {
    assertThat(DEEP.stream().map(Json::line).toList())
        .allSatisfy(line -> assertThat(line).startsWith("{\"type\":\"deep\",\"spec\":{\"type\":"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("\"type\":\"wide-and-deep\"", "\"type\":\"cross-entropy\""))
        .anySatisfy(
            line -> assertThat(line).contains("\"type\":\"dcn-v2\"", "\"type\":\"adam-w\""));
  }

  @Test
  void readsBackANetwork() throws IOException {
    Network network =
        NamedNetworks.of(DEEP.get(3).spec(), List.of("a"), List.of(new Network.Index("x", 5)), 1);

    assertThat(Json.read(Json.bytes(network), Network.class, "network.json")).isEqualTo(network);
  }

  @Test
  void refusesNewerFormatVersion() {
    byte[] newer = "{\"version\": 7}".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> Json.read(newer, FeaturePlan.class, 1, "plan.json"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Cannot read 'plan.json': format version 7 (expected 1 to 1). It was written by another version of Millrace.");
  }

  @Test
  void refusesHalfFile() {
    byte[] half =
        new String(Json.bytes(PLAN), StandardCharsets.UTF_8)
            .substring(0, 40)
            .getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> Json.read(half, FeaturePlan.class, 1, "plan.json"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Cannot read 'plan.json': it is not a whole FeaturePlan");
  }
}
