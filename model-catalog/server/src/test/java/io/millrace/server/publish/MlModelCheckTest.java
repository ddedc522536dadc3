package io.millrace.server.publish;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.api.ApiException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlModelCheckTest {
  private static void check(String yaml) {
    MlModelCheck.require(yaml.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void takesAnOnnxModel() {
    assertThatCode(
            () ->
                check(
                    """
                    flavors:
                      onnx: {code: null, data: model.onnx, providers: [CPUExecutionProvider]}
                      python_function: {data: model.onnx, loader_module: mlflow.onnx}
                    run_id: 'r'
                    """))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "flavors: []",
        "flavors: {sklearn: {data: model.onnx}}",
        "flavors: {onnx: {data: ../model.onnx}}",
        "flavors: {onnx: {data: model.onnx, code: code}}",
        "flavors: {python_function: {data: model.onnx, loader_module: os}}",
        "flavors: {python_function: {data: model.onnx}}",
        "flavors: {onnx: {data: model.onnx}, onnx: {data: model.onnx, code: x}}",
        "flavors: !!javax.script.ScriptEngineManager []",
        "flavors: {onnx: &a [*a, *a]}",
        "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b]",
        "{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{"
      })
  void refusesWhatCouldRunCode(String yaml) {
    assertThatThrownBy(() -> check(yaml))
        .isInstanceOf(ApiException.class)
        .hasMessageStartingWith("Cannot publish file 'MLmodel'");
  }
}
