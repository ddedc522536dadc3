package io.millrace.catalog;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.millrace.catalog.CatalogException.Reason;
import java.util.Map;
import java.util.TreeMap;

/** Compares what an ONNX file takes and gives with what its signature says. */
final class SignatureCheck {
  private SignatureCheck() {}

  static void requireSame(OrtSession session, Signature signature) throws OrtException {
    Map<String, OnnxJavaType> inputs = new TreeMap<>();
    signature.inputs().forEach(input -> inputs.put(input.name(), input.element().onnx()));
    requireSame("inputs", types(session.getInputInfo()), inputs);

    Map<String, OnnxJavaType> outputs = new TreeMap<>();
    signature.outputs().forEach(output -> outputs.put(output.name(), type(output)));
    Map<String, OnnxJavaType> given = types(session.getOutputInfo());
    // A file may give more than it promises; MLflow's readers like extra forms of one result.
    given.keySet().retainAll(outputs.keySet());
    requireSame("outputs", given, outputs);
  }

  private static void requireSame(
      String what, Map<String, OnnxJavaType> found, Map<String, OnnxJavaType> expected) {
    if (!found.equals(expected)) {
      Map<String, OnnxJavaType> inFile = new TreeMap<>(found);
      Map<String, OnnxJavaType> inSignature = new TreeMap<>(expected);
      inFile.entrySet().removeAll(expected.entrySet());
      inSignature.entrySet().removeAll(found.entrySet());
      throw new CatalogException(
          Reason.DAMAGED,
          "Cannot open the ONNX model: its %s do not agree with its signature: the file has %s (expected %s). Publish the two from one export."
              .formatted(what, inFile, inSignature));
    }
  }

  private static OnnxJavaType type(Signature.Output output) {
    return output.type().equals("string") ? OnnxJavaType.STRING : OnnxJavaType.FLOAT;
  }

  private static Map<String, OnnxJavaType> types(Map<String, NodeInfo> nodes) {
    Map<String, OnnxJavaType> types = new TreeMap<>();
    nodes.forEach(
        (name, node) ->
            types.put(
                name,
                node.getInfo() instanceof TensorInfo tensor ? tensor.type : OnnxJavaType.UNKNOWN));
    return types;
  }
}
