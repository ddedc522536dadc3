package io.millrace.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Trees: {@code bias} [1], {@code weight} [trees], and over the nodes of all trees one after the
 * other {@code input}, {@code threshold}, {@code left}, {@code right} and {@code leaf} [nodes].
 */
final class TreeFiles {
  private TreeFiles() {}

  static void describe(Predictor.Trees trees, ObjectNode network) {
    trees.inputs().forEach(network.putArray("inputs")::add);
    ArrayNode nodes = network.putArray("nodes");
    trees.trees().forEach(tree -> nodes.add(tree.left().length));
  }

  static List<Tensor> weights(Predictor.Trees trees) {
    double[] weights = trees.trees().stream().mapToDouble(Predictor.Tree::weight).toArray();
    return List.of(
        Weights.of("bias", trees.bias()),
        Weights.of("weight", weights),
        joined("input", trees, tree -> doubles(tree.input())),
        joined("threshold", trees, Predictor.Tree::threshold),
        joined("left", trees, tree -> doubles(tree.left())),
        joined("right", trees, tree -> doubles(tree.right())),
        joined("leaf", trees, Predictor.Tree::leaf));
  }

  private static Tensor joined(
      String name, Predictor.Trees trees, Function<Predictor.Tree, double[]> part) {
    return Weights.of(
        name, trees.trees().stream().map(part).flatMapToDouble(Arrays::stream).toArray());
  }

  private static double[] doubles(int[] values) {
    return Arrays.stream(values).asDoubleStream().toArray();
  }

  static Predictor read(Task task, NetworkJson network, Weights weights) {
    List<String> inputs = network.texts("inputs");
    List<Integer> sizes = network.counts("nodes");
    int nodes = total(network, sizes);
    double[] weight = weights.vector("weight", sizes.size());
    int[] input = ints("input", weights, nodes);
    double[] threshold = weights.vector("threshold", nodes);
    int[] left = ints("left", weights, nodes);
    int[] right = ints("right", weights, nodes);
    double[] leaf = weights.vector("leaf", nodes);
    List<Predictor.Tree> trees = new ArrayList<>();
    int from = 0;
    for (int t = 0; t < sizes.size(); t++) {
      int to = from + sizes.get(t);
      trees.add(
          new Predictor.Tree(
              weight[t],
              Arrays.copyOfRange(input, from, to),
              Arrays.copyOfRange(threshold, from, to),
              Arrays.copyOfRange(left, from, to),
              Arrays.copyOfRange(right, from, to),
              Arrays.copyOfRange(leaf, from, to)));
      from = to;
    }
    return new Predictor.Trees(task, inputs, trees, weights.vector("bias", 1)[0]);
  }

  private static int total(NetworkJson network, List<Integer> sizes) {
    long total = sizes.stream().mapToLong(Integer::longValue).sum();
    if (total > Integer.MAX_VALUE) {
      throw network.wrong("nodes", total + " in all", "at most " + Integer.MAX_VALUE);
    }
    return (int) total;
  }

  private static int[] ints(String name, Weights weights, int length) {
    double[] values = weights.vector(name, length);
    return IntStream.range(0, length).map(i -> exact(name, values[i])).toArray();
  }

  private static int exact(String name, double value) {
    if (value != (int) value) {
      throw new IllegalArgumentException(
          "Cannot read weights.safetensors: tensor '%s' holds %s (expected whole numbers)."
              .formatted(name, value));
    }
    return (int) value;
  }
}
