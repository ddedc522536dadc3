package io.millrace.bigdl.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.millrace.network.OnnxExporter;
import io.millrace.network.TensorInput;
import io.millrace.sampling.Example;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.Network;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import io.millrace.spec.target.Task;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The scores of the engine against those of the exported file, for every tested network. */
class ShippedGraphIT {
  private static final double TOLERANCE = 1e-5;

  /** Degrees in the file are those of its own edges, so samples of edges are left out. */
  @ParameterizedTest
  @EnumSource(value = GraphBatches.Edges.class, mode = EnumSource.Mode.EXCLUDE, names = "SAMPLED")
  void kernelsGiveWhatTheFileGives(GraphBatches.Edges edges) throws OrtException {
    for (Map.Entry<String, Network> entry : GraphNetworks.all().entrySet()) {
      Network network = entry.getValue();
      Map<String, float[]> parameters = Networks.parameters(network, 3);
      Example example = GraphBatches.example(network, edges, 5);
      Program program = new Program(network);
      float[] scores =
          program.forward(
              GraphBatches.rows(network, example), Networks.flat(network, parameters), 0, false);
      int k = program.outputWidth();

      float[][] file = file(network, parameters, example, k);

      boolean nodes = file[0].length == example.topology().nodes();
      for (int r = 0; r < example.labels().length; r++) {
        for (int c = 0; c < file.length; c++) {
          assertThat((double) file[c][nodes ? example.targets()[r] : r])
              .describedAs("%s: row %d, class %d", entry.getKey(), r, c)
              .isCloseTo(probability(scores, r * k, k, c), within(TOLERANCE));
        }
      }
    }
  }

  private static double probability(float[] scores, int at, int k, int c) {
    if (k == 1) {
      return 1 / (1 + Math.exp(-scores[at]));
    }
    double sum = IntStream.range(at, at + k).mapToDouble(i -> Math.exp(scores[i])).sum();
    return Math.exp(scores[at + c]) / sum;
  }

  /** Probabilities by class and row. */
  private static float[][] file(
      Network network, Map<String, float[]> parameters, Example example, int k)
      throws OrtException {
    Predictor.Deep deep =
        new Predictor.Deep(k == 1 ? Task.BINARY : Task.MULTICLASS, network, parameters, 1, 0);
    List<String> classes =
        k == 1 ? List.of() : IntStream.range(0, k).mapToObj(c -> "k" + c).toList();
    FeaturePlan plan = plan(network);
    boolean weighted = example.topology().weights() != null;
    byte[] bytes = OnnxExporter.export(plan, deep, classes, weighted, Map.of());
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> inputs = new HashMap<>();
    for (Column column : OnnxExporter.inputs(plan, deep)) {
      double[] raw = raw(network, example, column.name());
      inputs.put(
          column.name(),
          OnnxTensor.createTensor(environment, DoubleBuffer.wrap(raw), new long[] {raw.length}));
    }
    for (TensorInput input : OnnxExporter.tensors(plan, deep, weighted)) {
      inputs.put(input.name(), tensor(environment, example, input.name()));
    }
    try (OrtSession session = environment.createSession(bytes);
        OrtSession.Result result = session.run(inputs)) {
      float[][] outputs = new float[k == 1 ? 1 : k][];
      for (int c = 0; c < outputs.length; c++) {
        String name = k == 1 ? "probability" : "probability_" + c;
        outputs[c] = (float[]) result.get(name).orElseThrow().getValue();
      }
      return outputs;
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  /** Features that are the raw columns, an index counted from the number before its first value. */
  private static FeaturePlan plan(Network network) {
    List<Column> columns = new ArrayList<>();
    List<Transform> transforms = new ArrayList<>();
    for (String dense : network.denseFeatures()) {
      columns.add(new Column(dense, ColumnType.DOUBLE));
      transforms.add(new Transform.Numeric(dense, dense, false, 0, 0, 1));
    }
    for (Network.Index index : network.indices()) {
      columns.add(new Column(index.name(), ColumnType.INT));
      List<String> values =
          IntStream.range(0, index.cardinality() - 1).mapToObj(Integer::toString).toList();
      transforms.add(new Transform.Index(index.name(), index.name(), values));
    }
    for (Network.Sparse sparse : network.sparse()) {
      columns.add(new Column(sparse.name(), ColumnType.STRING));
      transforms.add(new Transform.Sparse(sparse.name(), sparse.name(), sparse.width(), false));
    }
    return new FeaturePlan(FeaturePlan.VERSION, columns, transforms);
  }

  private static double[] raw(Network network, Example example, String column) {
    int nodes = example.topology().nodes();
    int place = network.denseFeatures().indexOf(column);
    if (place < 0) {
      return IntStream.of(example.indices().get(0)).mapToDouble(value -> value - 1).toArray();
    }
    int width = network.denseFeatures().size();
    return IntStream.range(0, nodes).mapToDouble(i -> example.dense()[i * width + place]).toArray();
  }

  private static OnnxTensor tensor(OrtEnvironment environment, Example example, String name)
      throws OrtException {
    int nodes = example.topology().nodes();
    int edges = example.topology().edges();
    int pairs = example.targets().length / 2;
    int[] begins = example.topology().begins();
    return switch (name) {
      case "edge_index" ->
          table(environment, longs(example.topology().sources()), rowOf(begins, nodes), edges);
      case "pairs" ->
          table(environment, every(example.targets(), 0), every(example.targets(), 1), pairs);
      default -> OnnxTensor.createTensor(environment, vector(example, name, nodes));
    };
  }

  /** [2, width], also where the width is 0. */
  private static OnnxTensor table(
      OrtEnvironment environment, long[] first, long[] second, int width) throws OrtException {
    LongBuffer both = LongBuffer.allocate(2 * width).put(first).put(second).flip();
    return OnnxTensor.createTensor(environment, both, new long[] {2, width});
  }

  private static Object vector(Example example, String name, int nodes) {
    return switch (name) {
      case "edge_weight" -> example.topology().weights();
      case "batch" -> rowOf(example.topology().graphs(), example.topology().size());
      case "nodes" -> (long) nodes;
      case "sparse_row" -> rowOf(example.sparse().get(0).begins(), nodes);
      case "sparse_column" -> longs(example.sparse().get(0).columns());
      case "sparse_value" -> example.sparse().get(0).values();
      default -> throw new IllegalArgumentException("Unknown input " + name);
    };
  }

  /** The row of each entry. */
  private static long[] rowOf(int[] begins, int rows) {
    return IntStream.range(0, rows)
        .flatMap(r -> IntStream.range(begins[r], begins[r + 1]).map(entry -> r))
        .asLongStream()
        .toArray();
  }

  private static long[] every(int[] pairs, int first) {
    return IntStream.range(0, pairs.length / 2).mapToLong(k -> pairs[2 * k + first]).toArray();
  }

  private static long[] longs(int[] values) {
    return IntStream.of(values).asLongStream().toArray();
  }
}
