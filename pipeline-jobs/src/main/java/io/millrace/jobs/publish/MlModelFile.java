package io.millrace.jobs.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.catalog.Signature;
import io.millrace.jobs.score.RowTensors;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** The {@code MLmodel} file with which MLflow finds the ONNX file beside it. */
final class MlModelFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter CREATED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  private MlModelFile() {}

  /**
   * @param modelBytes of the ONNX file
   */
  static String of(String runId, byte[] signatureJson, long modelBytes) {
    Signature signature = Signature.fromJson(signatureJson);
    List<Map<String, Object>> inputs = new ArrayList<>();
    for (Signature.Input input : signature.inputs()) {
      inputs.add(
          signature.tensors() == null
              ? column(input.name(), mlflowType(input))
              : tensor(input.name(), numpyType(input), -1));
    }
    if (signature.tensors() != null) {
      signature.tensors().inputs().forEach(tensor -> inputs.add(tensor(tensor)));
    }
    List<Map<String, Object>> outputs = new ArrayList<>();
    for (Signature.Output output : signature.outputs()) {
      outputs.add(
          signature.tensors() == null
              ? column(output.name(), output.type())
              : tensor(output.name(), output.type().equals("float") ? "float32" : "str", -1));
    }
    return """
    flavors:
      onnx:
        code: null
        data: model.onnx
        onnx_session_options: null
        onnx_version: %s
        providers: [CPUExecutionProvider]
      python_function:
        data: model.onnx
        env:
          conda: %s
          virtualenv: %s
        loader_module: mlflow.onnx
        python_version: %s
    mlflow_version: %s
    model_size_bytes: %d
    model_uuid: %s
    run_id: '%s'
    signature:
      inputs: '%s'
      outputs: '%s'
      params: null
    utc_time_created: '%s'
    """
        .formatted(
            PythonEnvironment.ONNX,
            PythonEnvironment.CONDA_FILE,
            PythonEnvironment.VIRTUALENV_FILE,
            PythonEnvironment.PYTHON,
            PythonEnvironment.MLFLOW,
            modelBytes,
            UUID.randomUUID().toString().replace("-", ""),
            quoted(runId),
            quoted(json(inputs)),
            quoted(json(outputs)),
            CREATED.format(LocalDateTime.now(ZoneOffset.UTC)));
  }

  private static Map<String, Object> column(String name, String type) {
    Map<String, Object> column = new LinkedHashMap<>();
    column.put("type", type);
    column.put("name", name);
    column.put("required", true);
    return column;
  }

  /** Inputs differ in length, which only tensors may. */
  private static Map<String, Object> tensor(String name, String type, int... shape) {
    Map<String, Object> tensor = new LinkedHashMap<>();
    tensor.put("type", "tensor");
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("dtype", type);
    spec.put("shape", shape);
    tensor.put("tensor-spec", spec);
    tensor.put("name", name);
    return tensor;
  }

  private static Map<String, Object> tensor(Signature.Tensor tensor) {
    int[] shape =
        tensor.shape().stream()
            .mapToInt(size -> size.matches("\\d+") ? Integer.parseInt(size) : -1)
            .toArray();
    return tensor(tensor.name(), tensor.type().equals("float") ? "float32" : tensor.type(), shape);
  }

  private static String numpyType(Signature.Input input) {
    return switch (mlflowType(input)) {
      case "double" -> "float64";
      case "long" -> "int64";
      default -> "str";
    };
  }

  /** What a client must pass so that the tensor has the type that the file takes. */
  private static String mlflowType(Signature.Input input) {
    return switch (RowTensors.type(input)) {
      case STRING, BOOLEAN -> "string";
      case INT, LONG, FLOAT, DOUBLE -> "double";
      case TIMESTAMP, DATE -> "long";
    };
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write the signature of MLmodel.", e);
    }
  }

  private static String quoted(String text) {
    return text.replace("'", "''");
  }
}
