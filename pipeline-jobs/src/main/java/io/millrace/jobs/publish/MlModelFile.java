package io.millrace.jobs.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.catalog.Signature;
import io.millrace.jobs.score.RowTensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code MLmodel} file with which MLflow finds the ONNX file beside it. */
final class MlModelFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private MlModelFile() {}

  static String of(String runId, byte[] signatureJson) {
    Signature signature = Signature.fromJson(signatureJson);
    List<Map<String, Object>> inputs = new ArrayList<>();
    for (Signature.Input input : signature.inputs()) {
      inputs.add(
          signature.graph() == null
              ? column(input.name(), mlflowType(input))
              : tensor(input.name(), numpyType(input), -1));
    }
    if (signature.graph() != null) {
      inputs.addAll(graph(signature.graph()));
    }
    List<Map<String, Object>> outputs = new ArrayList<>();
    for (Signature.Output output : signature.outputs()) {
      outputs.add(
          signature.graph() == null
              ? column(output.name(), output.type())
              : tensor(output.name(), output.type().equals("float") ? "float32" : "str", -1));
    }
    return """
        flavors:
          onnx:
            code: null
            data: model.onnx
            providers: [CPUExecutionProvider]
          python_function:
            data: model.onnx
            loader_module: mlflow.onnx
        run_id: '%s'
        signature:
          inputs: '%s'
          outputs: '%s'
          params: null
        """
        .formatted(quoted(runId), quoted(json(inputs)), quoted(json(outputs)));
  }

  private static Map<String, Object> column(String name, String type) {
    Map<String, Object> column = new LinkedHashMap<>();
    column.put("type", type);
    column.put("name", name);
    column.put("required", true);
    return column;
  }

  /** Lengths differ between inputs of a graph, which only tensors may. */
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

  private static List<Map<String, Object>> graph(Signature.Graph graph) {
    List<Map<String, Object>> inputs = new ArrayList<>();
    for (Signature.Sparse sparse : graph.sparse()) {
      inputs.add(tensor(sparse.name() + "_row", "int64", -1));
      inputs.add(tensor(sparse.name() + "_column", "int64", -1));
      inputs.add(tensor(sparse.name() + "_value", "float32", -1));
    }
    inputs.add(tensor("edge_index", "int64", 2, -1));
    if (graph.weighted()) {
      inputs.add(tensor("edge_weight", "float32", -1));
    }
    return inputs;
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
