package io.millrace.handoff.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.handoff.Json;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.model.ClassWeights;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.TrainingSettings.Deep;
import io.millrace.spec.network.Layer.Activation.Function;
import io.millrace.spec.network.Loss;
import io.millrace.spec.network.NetworkSpec;
import io.millrace.spec.network.NetworkSpec.DcnV2;
import io.millrace.spec.network.NetworkSpec.DeepFm;
import io.millrace.spec.network.NetworkSpec.Dlrm;
import io.millrace.spec.network.NetworkSpec.Mlp;
import io.millrace.spec.network.NetworkSpec.Tower;
import io.millrace.spec.network.NetworkSpec.Tower.Norm;
import io.millrace.spec.network.NetworkSpec.WideAndDeep;
import io.millrace.spec.network.Optimiser;
import io.millrace.spec.network.Schedule;
import io.millrace.spec.network.Schedule.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeepModelsTest {
  private static final Path BASE = Path.of("src/test/resources/base.conf");
  private static final Tower DEEP = new Tower(List.of(128, 64), Function.RELU, Norm.NONE, 0);
  private static final Schedule CONSTANT = new Schedule(0.001, Shape.CONSTANT, 0, 0.1, 2);

  @Test
  void fillsInDefaults() {
    assertThat(model("mlp", "{ }"))
        .isEqualTo(
            new ModelSpec(
                "mlp",
                "bigdl",
                List.of(),
                ClassWeights.NONE,
                new Deep(
                    new Mlp(16, DEEP),
                    new Loss.CrossEntropy(0),
                    new Optimiser.Adam(0.9, 0.999, 1e-8, 0),
                    CONSTANT,
                    null,
                    4096,
                    10,
                    2,
                    1)));
    assertThat(network("a", "network = wide-and-deep")).isEqualTo(new WideAndDeep(16, DEEP));
    assertThat(network("a", "network = deepfm")).isEqualTo(new DeepFm(16, DEEP));
    assertThat(network("a", "network = dcn-v2")).isEqualTo(new DcnV2(16, 2, 0, DEEP));
    assertThat(network("dlrm", "embedding = 8"))
        .isEqualTo(
            new Dlrm(
                8,
                new Tower(List.of(64, 8), Function.RELU, Norm.NONE, 0),
                new Tower(List.of(64, 32), Function.RELU, Norm.NONE, 0)));
    assertThat(model("trees", "{ }").engine()).isEqualTo("mllib");
  }

  @Test
  void readsEveryKey() {
    ModelSpec model =
        model(
            "crosses",
            """
            {
              network = dcn-v2, engine = bigdl, features = [distance, origin], class-weights = balanced
              embedding = 4, hidden = [32], activation = leaky-relu, norm = batch, dropout = 0.2
              cross-layers = 3, rank = 5
              loss = cross-entropy, label-smoothing = 0.05
              optimiser { type = adamw, learning-rate = 0.01, beta1 = 0.8, beta2 = 0.99, epsilon = 0.001, weight-decay = 0.1 }
              schedule { type = step, warm-up = 0.2, factor = 0.5, drops = 3 }
              clip-norm = 2.5, batch-size = 256, epochs = 3, patience = 1, seed = 9
            }""");

    assertThat(model)
        .isEqualTo(
            new ModelSpec(
                "crosses",
                "bigdl",
                List.of("distance", "origin"),
                ClassWeights.BALANCED,
                new Deep(
                    new DcnV2(
                        4, 3, 5, new Tower(List.of(32), Function.LEAKY_RELU, Norm.BATCH, 0.2)),
                    new Loss.CrossEntropy(0.05),
                    new Optimiser.AdamW(0.8, 0.99, 0.001, 0.1),
                    new Schedule(0.01, Shape.STEP, 0.2, 0.5, 3),
                    2.5,
                    256,
                    3,
                    1,
                    9)));
  }

  @Test
  void readsTheExampleOfTheDocumentation(@TempDir Path folder) throws IOException {
    String page = Files.readString(Path.of("../docs/definition.md"));
    String start = "```hocon\nmodels {\n  wide-and-deep {";
    int from = page.indexOf(start) + "```hocon\n".length();
    String example = page.substring(from, page.indexOf("```", from));
    Path file = Files.writeString(folder.resolve("example.conf"), Files.readString(BASE) + example);

    PipelineDefinition d = DefinitionReader.read(file, Map.of());

    assertThat(page).containsOnlyOnce(start);
    assertThat(((Deep) d.model("wide-and-deep").settings()).epochs()).isEqualTo(5);
    assertThat(((Deep) d.model("crosses").settings()).schedule())
        .isEqualTo(new Schedule(0.002, Shape.COSINE, 0.05, 0.1, 2));
  }

  @Test
  void readsOptimisersAndSchedules() {
    Deep sgd =
        deep(
            "mlp",
            "optimiser { type = sgd, momentum = 0.9, nesterov = true }, schedule { type = cosine }");
    Deep adagrad =
        deep(
            "mlp",
            "optimiser { type = adagrad, learning-rate = 0.05, weight-decay = 0.1 }, schedule.warm-up = 0.1");

    assertThat(sgd.optimiser()).isEqualTo(new Optimiser.Sgd(0.9, true, 0));
    assertThat(sgd.schedule()).isEqualTo(new Schedule(0.001, Shape.COSINE, 0, 0.1, 2));
    assertThat(adagrad.optimiser()).isEqualTo(new Optimiser.Adagrad(1e-8, 0.1));
    assertThat(adagrad.schedule()).isEqualTo(new Schedule(0.05, Shape.CONSTANT, 0.1, 0.1, 2));
    assertThat(deep("mlp", "optimiser.learning-rate = 0.1").schedule().rate()).isEqualTo(0.1);
  }

  @Test
  void choosesTheLossByTheTask(@TempDir Path folder) throws IOException {
    String regression =
        Files.readString(BASE).replace("task = binary, at-least = 15", "task = regression");
    Path file = Files.writeString(folder.resolve("regression.conf"), regression);

    PipelineDefinition d =
        DefinitionReader.read(
            file,
            Map.of(
                "models.logistic-regression", "null",
                "models.a", "{ network = mlp }",
                "models.b", "{ network = deepfm, loss = huber, huber-delta = 2 }",
                "evaluation.gate", "[\"rmse <= 40\"]"));

    assertThat(((Deep) d.model("a").settings()).loss()).isEqualTo(new Loss.SquaredError());
    assertThat(((Deep) d.model("b").settings()).loss()).isEqualTo(new Loss.Huber(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp", "wide-and-deep", "deepfm", "dlrm", "dcn-v2"})
  void roundTripsThroughTheResolvedDefinition(String network) throws IOException {
    for (String keys :
        List.of(
            "clip-norm = 1",
            "optimiser.type = sgd, schedule.type = cosine",
            "optimiser.type = adamw, norm = layer, activation = silu",
            "optimiser.type = adagrad")) {
      PipelineDefinition d = read("a", "{ network = " + network + ", " + keys + " }");

      byte[] bytes = Json.bytes(d);

      assertThat(
              Json.read(
                  bytes, PipelineDefinition.class, PipelineDefinition.VERSION, "definition.json"))
          .isEqualTo(d);
    }
  }

  private static NetworkSpec network(String name, String keys) {
    return deep(name, keys).spec();
  }

  private static Deep deep(String name, String keys) {
    return (Deep) model(name, "{ " + keys + " }").settings();
  }

  private static ModelSpec model(String name, String value) {
    return read(name, value).model(name);
  }

  private static PipelineDefinition read(String name, String value) {
    return DefinitionReader.read(BASE, Map.of("models." + name, value));
  }
}
