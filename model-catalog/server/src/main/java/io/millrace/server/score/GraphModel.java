package io.millrace.server.score;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.millrace.catalog.Signature;
import io.millrace.catalog.VersionEntry;
import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A model over a graph: takes the columns of all nodes, and tensors such as edges, together. */
final class GraphModel extends LoadedModel {
  private final OrtSession session;

  private GraphModel(VersionEntry version, Signature signature, OrtSession session) {
    super(version, signature);
    this.session = session;
  }

  /**
   * @throws ApiException if ONNX Runtime cannot load it, or it does not take what its signature
   *     says
   */
  static GraphModel open(VersionEntry version, Signature signature, byte[] onnx) {
    try {
      OrtSession session = session(onnx);
      GraphModel model = new GraphModel(version, signature, session);
      for (Signature.Tensor tensor : signature.tensors().inputs()) {
        if (!session.getInputNames().contains(tensor.name())) {
          session.close();
          throw new ApiException(
              ErrorCode.INTERNAL_ERROR,
              "Cannot open the ONNX model: it has no input '%s' (expected those of its signature)."
                  .formatted(tensor.name()));
        }
      }
      return model;
    } catch (OrtException e) {
      throw new ApiException(
          ErrorCode.INTERNAL_ERROR, "Cannot open the ONNX model: " + e.getMessage(), e);
    }
  }

  private static OrtSession session(byte[] onnx) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      return OrtEnvironment.getEnvironment().createSession(onnx, options);
    }
  }

  @Override
  Answer answer(InputStream body, long bodyBytes, ScoringQueue queue) throws IOException {
    GraphInputs inputs = GraphInputs.read(body, bodyBytes, signature());
    int rows = inputs.columns().rows();
    CompletableFuture<Map<String, Object>> result = new CompletableFuture<>();
    AtomicBoolean taken = new AtomicBoolean();
    Map<String, Object> outputs =
        queue.run(
            rows,
            result,
            () -> {},
            () -> {
              boolean first = taken.compareAndSet(false, true);
              if (first) {
                complete(result, inputs);
              }
              return first;
            });
    return new Answer(outputs, true, rows);
  }

  private void complete(CompletableFuture<Map<String, Object>> result, GraphInputs inputs) {
    try {
      result.complete(run(inputs));
    } catch (OrtException e) {
      // Such as an edge to a node that is not there, which only the model can see.
      result.completeExceptionally(
          new ApiException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "Cannot score the graph: ONNX Runtime refuses it: %s".formatted(e.getMessage()),
              e));
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }

  private Map<String, Object> run(GraphInputs given) throws OrtException {
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    try {
      for (int input = 0; input < signature().inputs().size(); input++) {
        inputs.put(
            signature().inputs().get(input).name(),
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), given.columns().column(input)));
      }
      for (Map.Entry<String, Tensor> tensor : given.tensors().entrySet()) {
        inputs.put(tensor.getKey(), onnx(tensor.getValue()));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        Map<String, Object> outputs = new LinkedHashMap<>();
        for (Signature.Output output : signature().outputs()) {
          outputs.put(output.name(), result.get(output.name()).orElseThrow().getValue());
        }
        return outputs;
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor onnx(Tensor tensor) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    return tensor.numbers() instanceof long[] whole
        ? OnnxTensor.createTensor(environment, LongBuffer.wrap(whole), tensor.shape())
        : OnnxTensor.createTensor(
            environment, FloatBuffer.wrap((float[]) tensor.numbers()), tensor.shape());
  }

  @Override
  void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("Cannot close the ONNX model: " + e.getMessage(), e);
    }
  }
}
