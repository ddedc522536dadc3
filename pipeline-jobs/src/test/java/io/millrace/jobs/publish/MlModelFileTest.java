package io.millrace.jobs.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.catalog.Signature;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Read by a YAML parser, as MLflow does. */
class MlModelFileTest {
  private static final Signature SIGNATURE =
      new Signature(
          Signature.VERSION,
          List.of(
              new Signature.Input("carrier's name", "string", true),
              new Signature.Input("distance", "int", true),
              new Signature.Input("departed", "timestamp", false)),
          List.of(new Signature.Output("probability", "float")),
          Signature.BINARY,
          List.of("no", "yes"));

  @Test
  void saysWhatMlflowLooksFor() {
    Map<String, Object> model = yaml(MlModelFile.of("it's run 1", SIGNATURE.toJson(), 1234));

    Map<?, ?> flavors = (Map<?, ?>) model.get("flavors");
    Map<?, ?> onnx = (Map<?, ?>) flavors.get("onnx");
    Map<?, ?> python = (Map<?, ?>) flavors.get("python_function");
    assertThat(onnx.get("data")).isEqualTo("model.onnx");
    assertThat(onnx.get("code")).isNull();
    assertThat(onnx.get("providers")).isEqualTo(List.of("CPUExecutionProvider"));
    assertThat(python.get("loader_module")).isEqualTo("mlflow.onnx");
    assertThat(python.get("data")).isEqualTo("model.onnx");
    assertThat(((Map<?, ?>) python.get("env")).values())
        .allSatisfy(file -> assertThat(PythonEnvironment.files()).containsKey(file.toString()));
    assertThat(model.get("run_id")).isEqualTo("it's run 1");
    assertThat(model.get("model_size_bytes")).isEqualTo(1234);
    assertThat(model.get("model_uuid").toString()).matches("[0-9a-f]{32}");
    assertThat(model.get("utc_time_created").toString())
        .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}");
  }

  @Test
  void itsSignatureNamesTheRawColumnsWithTheirTypes() throws IOException {
    Map<?, ?> signature =
        (Map<?, ?>) yaml(MlModelFile.of("run", SIGNATURE.toJson(), 1)).get("signature");

    JsonNode inputs = new ObjectMapper().readTree(signature.get("inputs").toString());
    assertThat(
            StreamSupport.stream(inputs.spliterator(), false)
                .map(input -> input.get("name").asText() + ":" + input.get("type").asText()))
        .containsExactly("carrier's name:string", "distance:double", "departed:long");
  }

  @Test
  void theEnvironmentNamesOneSetOfRequirements() {
    Map<String, String> files = PythonEnvironment.files();
    List<String> lines = files.get("requirements.txt").lines().toList();
    Map<String, Object> conda = yaml(files.get("conda.yaml"));

    assertThat(lines).anyMatch(line -> line.startsWith("onnxruntime"));
    List<?> dependencies = (List<?>) conda.get("dependencies");
    Map<?, ?> pip = (Map<?, ?>) dependencies.get(dependencies.size() - 1);
    assertThat(pip.get("pip")).isEqualTo(lines);
    assertThat(yaml(files.get("python_env.yaml")).get("dependencies"))
        .isEqualTo(List.of("-r requirements.txt"));
  }

  private static Map<String, Object> yaml(String text) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
  }
}
