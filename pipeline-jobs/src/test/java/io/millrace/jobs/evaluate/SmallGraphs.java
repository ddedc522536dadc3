package io.millrace.jobs.evaluate;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Rings, stars and graphs without edges as files, and what a network's file says of each. */
final class SmallGraphs {
  static final int WORDS = 5;

  private final List<Small> graphs = new ArrayList<>();

  /**
   * A graph.
   *
   * @param edges source, target
   * @param weights of edges
   * @param words a column of each node that is 1, or none for negative ones
   */
  record Small(
      String name,
      String split,
      String kind,
      int[] atoms,
      int[] words,
      List<int[]> edges,
      float[] weights) {
    int nodes() {
      return atoms.length;
    }
  }

  /** Of each split as many; the first of each has one node, the second three without edges. */
  SmallGraphs(int each, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (String split : List.of("train", "valid", "test")) {
      for (int i = 0; i < each; i++) {
        String kind = i < 2 ? "dots" : i % 2 == 0 ? "ring" : "star";
        int nodes = i == 0 ? 1 : i == 1 ? 3 : 3 + random.nextInt(9);
        List<int[]> edges = new ArrayList<>();
        for (int n = 1; n < nodes && i > 1; n++) {
          int other = kind.equals("star") ? 0 : n - 1;
          edges.add(new int[] {n, other});
          edges.add(new int[] {other, n});
        }
        float[] weights = new float[edges.size()];
        IntStream.range(0, weights.length).forEach(e -> weights[e] = 1 + random.nextInt(3));
        graphs.add(
            new Small(
                split + i,
                split,
                kind,
                random.ints(nodes, 0, 3).toArray(),
                random.ints(nodes, -1, WORDS).toArray(),
                edges,
                weights));
      }
    }
  }

  List<Small> of(String split) {
    return graphs.stream().filter(graph -> graph.split().equals(split)).toList();
  }

  /** Writes {@code nodes.csv} and {@code edges.csv}, with a graph besides that has no label. */
  void write(Path folder) throws IOException {
    StringBuilder nodes = new StringBuilder("node,graph,split,kind,size,day,family,atom,words\n");
    StringBuilder edges = new StringBuilder("source,target,weight\n");
    for (Small graph : graphs) {
      for (int n = 0; n < graph.nodes(); n++) {
        nodes.append(
            "%s-%d,%s,%s,%s,%d,day%d,%s,%d,%s%n"
                .formatted(
                    graph.name(),
                    n,
                    graph.name(),
                    graph.split(),
                    graph.kind(),
                    graph.nodes(),
                    graph.name().hashCode() & 7,
                    graph.nodes() > 6 ? "large" : "small",
                    graph.atoms()[n],
                    graph.words()[n] < 0 ? "" : graph.words()[n] + ":1"));
      }
      for (int e = 0; e < graph.weights().length; e++) {
        int[] ends = graph.edges().get(e);
        edges.append(
            "%1$s-%2$d,%1$s-%3$d,%4$s%n"
                .formatted(graph.name(), ends[0], ends[1], graph.weights()[e]));
      }
    }
    nodes.append("none-0,none,test,,,day0,small,0,\nnone-1,none,test,,,day0,small,1,\n");
    Files.writeString(folder.resolve("nodes.csv"), nodes);
    Files.writeString(folder.resolve("edges.csv"), edges + "none-0,none-1,1\n");
  }

  /** The outputs of a file for one graph after the other, each in a call of its own. */
  static Map<String, double[]> scores(byte[] onnx, List<Small> graphs, List<String> outputs)
      throws Exception {
    Map<String, double[]> scores = new HashMap<>();
    try (OrtSession session = OrtEnvironment.getEnvironment().createSession(onnx)) {
      for (Small graph : graphs) {
        Map<String, OnnxTensor> inputs = inputs(graph);
        inputs.keySet().retainAll(session.getInputNames());
        try (OrtSession.Result result = session.run(inputs)) {
          double[] own = new double[outputs.size()];
          for (int k = 0; k < own.length; k++) {
            own[k] = ((float[]) result.get(outputs.get(k)).orElseThrow().getValue())[0];
          }
          scores.put(graph.name(), own);
        } finally {
          inputs.values().forEach(OnnxTensor::close);
        }
      }
    }
    return scores;
  }

  private static Map<String, OnnxTensor> inputs(Small graph) throws Exception {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    int n = graph.nodes();
    int edges = graph.edges().size();
    long[] index = new long[2 * edges];
    for (int e = 0; e < edges; e++) {
      index[e] = graph.edges().get(e)[0];
      index[edges + e] = graph.edges().get(e)[1];
    }
    int[] worded = IntStream.range(0, n).filter(i -> graph.words()[i] >= 0).toArray();
    float[] ones = new float[worded.length];
    java.util.Arrays.fill(ones, 1);
    double[] atoms = IntStream.of(graph.atoms()).asDoubleStream().toArray();
    long[] columns = IntStream.of(worded).mapToLong(i -> graph.words()[i]).toArray();
    Map<String, OnnxTensor> inputs = new HashMap<>();
    inputs.put(
        "atom", OnnxTensor.createTensor(environment, DoubleBuffer.wrap(atoms), new long[] {n}));
    inputs.put("words_row", longs(IntStream.of(worded).asLongStream().toArray(), worded.length));
    inputs.put("words_column", longs(columns, worded.length));
    inputs.put(
        "words_value",
        OnnxTensor.createTensor(environment, FloatBuffer.wrap(ones), new long[] {worded.length}));
    inputs.put("edge_index", longs(index, 2, edges));
    inputs.put(
        "edge_weight",
        OnnxTensor.createTensor(
            environment, FloatBuffer.wrap(graph.weights()), new long[] {edges}));
    inputs.put("batch", longs(new long[n], n));
    return inputs;
  }

  private static OnnxTensor longs(long[] values, long... shape) throws Exception {
    return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), LongBuffer.wrap(values), shape);
  }
}
