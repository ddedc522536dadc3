package io.millrace.jobs.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.millrace.network.StageExporter;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * A stage of a network over a graph, or the whole of one over many graphs, open; for one thread.
 * The caller closes it.
 */
final class Stage implements AutoCloseable {
  /** What a file takes where none of its inputs tells how many rows there are. */
  private static final List<String> COUNTS = List.of("rows", "nodes");

  private static final String PAIRS = "pairs";

  private final OrtSession session;

  /**
   * Opens a stage on the calling thread's core alone: the others have tasks of their own.
   *
   * @throws IllegalArgumentException if the file cannot be opened
   */
  Stage(byte[] onnx) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = OrtEnvironment.getEnvironment().createSession(onnx, options);
    } catch (OrtException e) {
      throw new IllegalArgumentException(
          "Cannot open a stage of the network: %s (expected a file that ONNX Runtime reads)."
              .formatted(e.getMessage()),
          e);
    }
  }

  /** How the file in these bytes adds up messages, see {@link StageExporter#SUMS}; null for not. */
  static @Nullable String sums(byte[] onnx) {
    try (Stage stage = new Stage(onnx)) {
      return stage.session.getMetadata().getCustomMetadata().get(StageExporter.SUMS);
    } catch (OrtException e) {
      throw new IllegalArgumentException(
          "Cannot read what a stage of the network says of itself: " + e.getMessage(), e);
    }
  }

  /**
   * The first stage, which sees no edges: one array [rows, any] for each output.
   *
   * @param outputs names of the outputs that are wanted
   */
  List<float[]> run(List<Row> rows, RawTensors tensors, List<String> outputs) {
    try {
      Map<String, OnnxTensor> inputs = tensors.of(rows);
      for (String count : COUNTS) {
        if (session.getInputNames().contains(count)) {
          inputs.put(count, longs(new long[] {rows.size()}));
        }
      }
      return run(inputs, outputs);
    } catch (OrtException e) {
      throw failed(rows.size(), e);
    }
  }

  /**
   * A later stage: one array [targets, any] for each output. Of {@code x} [nodes, width], {@code
   * edge_index} [2, edges], {@code edge_weight} [edges], {@code degree} [nodes] and {@code targets}
   * the file gets what it takes.
   *
   * @param outputs names of the outputs that are wanted
   */
  List<float[]> run(Block block, List<String> outputs) {
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    try {
      for (String name : session.getInputNames()) {
        inputs.put(name, tensor(name, block));
      }
      return run(inputs, outputs);
    } catch (OrtException e) {
      inputs.values().forEach(OnnxTensor::close);
      throw failed(block.targets(), e);
    }
  }

  /**
   * The whole network: one array [graphs, any] for each output. Besides raw columns the file gets
   * of {@code edge_index} [2, edges], {@code edge_weight} [edges] and {@code batch} [nodes] what it
   * takes.
   *
   * @param outputs names of the outputs that are wanted
   */
  List<float[]> run(GraphUnion union, RawTensors tensors, List<String> outputs) {
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    try {
      inputs.putAll(tensors.of(union.nodes()));
      inputs.put("edge_index", longs(union.edgeIndex(), 2, union.edges()));
      inputs.put("batch", longs(union.batch(), union.nodes().size()));
      if (session.getInputNames().contains("edge_weight")) {
        inputs.put("edge_weight", floats(union.weights(), union.edges()));
      }
      return run(inputs, outputs);
    } catch (OrtException e) {
      inputs.values().forEach(OnnxTensor::close);
      throw failed(union.nodes().size(), e);
    }
  }

  /** Whether it scores pairs of nodes. */
  boolean scoresPairs() {
    return session.getInputNames().contains(PAIRS);
  }

  /**
   * A stage that scores pairs of nodes: one array [pairs, any] for each output.
   *
   * @param x [nodes, width]: what the stage before gives
   * @param pairs [2, pairs]: positions in {@code x} of the first nodes, then of the second ones
   * @param outputs names of the outputs that are wanted
   */
  List<float[]> run(float[][] x, long[] pairs, List<String> outputs) {
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    try {
      inputs.put("x", OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), x));
      inputs.put(PAIRS, longs(pairs, 2, pairs.length / 2));
      return run(inputs, outputs);
    } catch (OrtException e) {
      inputs.values().forEach(OnnxTensor::close);
      throw failed(x.length, e);
    }
  }

  private List<float[]> run(Map<String, OnnxTensor> inputs, List<String> outputs)
      throws OrtException {
    try (OrtSession.Result result = session.run(inputs, Set.copyOf(outputs))) {
      return outputs.stream().map(name -> floats(result, name)).toList();
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor tensor(String name, Block block) throws OrtException {
    return switch (name) {
      case "x" -> floats(block.values(), block.nodes(), block.width());
      case "degree" -> floats(block.degrees(), block.nodes());
      case "edge_weight" -> floats(block.weights(), block.edges());
      case "edge_index" -> longs(block.edgeIndex(), 2, block.edges());
      case "targets" -> longs(new long[] {block.targets()});
      default ->
          throw new IllegalStateException(
              "Cannot compute a layer: its file takes '%s' (expected x, edge_index, edge_weight, degree or targets)."
                  .formatted(name));
    };
  }

  private static OnnxTensor floats(float[] values, long... shape) throws OrtException {
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(), FloatBuffer.wrap(values), shape);
  }

  private static OnnxTensor longs(long[] values, long... shape) throws OrtException {
    return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), LongBuffer.wrap(values), shape);
  }

  private static float[] floats(OrtSession.Result result, String name) {
    FloatBuffer buffer = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private static IllegalStateException failed(int nodes, OrtException cause) {
    return new IllegalStateException(
        "Cannot score %d nodes: ONNX Runtime failed: %s.".formatted(nodes, cause.getMessage()),
        cause);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("Cannot close a stage of the network: " + e.getMessage(), e);
    }
  }
}
