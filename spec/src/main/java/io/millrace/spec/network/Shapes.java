package io.millrace.spec.network;

import io.millrace.spec.network.Network.Dense;
import io.millrace.spec.network.Network.Index;
import io.millrace.spec.network.Network.Input;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.network.Network.Sparse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The widths of a network's values and the parameters that follow from them. */
public final class Shapes {
  /** The extent of the score's rows, see {@link #extent}. */
  public static final int ROWS = -1;

  private final Map<String, Integer> widths = new HashMap<>();
  private final Map<String, Index> indices = new HashMap<>();
  private final Map<String, List<Parameter>> parameters = new LinkedHashMap<>();
  private final Set<String> used = new HashSet<>();
  private final Extents extents;
  private final int outputWidth;

  private Shapes(Network network) {
    extents = new Extents(network);
    network.inputs().forEach(this::input);
    network.nodes().forEach(this::node);
    used.add(network.output());
    outputWidth = width("the network", network.output());
    extents.output(network.output());
    network.nodes().stream()
        .filter(node -> !used.contains(node.name()))
        .findFirst()
        .ifPresent(
            node -> {
              throw new IllegalArgumentException(
                  "Cannot build the network: nothing uses node '%s' (expected that the output depends on every node)."
                      .formatted(node.name()));
            });
    size();
  }

  /**
   * Checks a network.
   *
   * @throws IllegalArgumentException if names repeat or are unknown, widths do not fit, or the
   *     parameters are more than a flat vector holds
   */
  public static Shapes of(Network network) {
    return new Shapes(network);
  }

  /** Width of the value of a node or of the dense input. */
  public int width(String name) {
    return width("the network", name);
  }

  /**
   * Which rows a value or an input has: {@link #ROWS} those of the score; 0 the nodes of the batch;
   * more than that the nodes of the graph that a pooling layer has made, counted from 1 in the
   * order of the nodes. Without layers over graphs all have those of the score.
   */
  public int extent(String name) {
    return extents.of(name);
  }

  /** Whether a value is given as columns and values of numbers that are not 0. */
  public boolean sparse(String name) {
    return extents.sparse(name);
  }

  /** K: the width of the score. */
  public int outputWidth() {
    return outputWidth;
  }

  /** Parameters of one node, in the order of its formula. */
  public List<Parameter> parameters(String node) {
    return parameters.getOrDefault(node, List.of());
  }

  /** All parameters in the order of the nodes: the layout of a flat vector. */
  public List<Parameter> parameters() {
    return parameters.values().stream().flatMap(List::stream).toList();
  }

  /** Checked in double, since the sum may be beyond a long. */
  private void size() {
    double all = 0;
    for (Parameter parameter : parameters()) {
      all +=
          parameter.shape().stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b);
    }
    if (all > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Cannot build the network: it has %.0f parameters (expected at most %d). Use narrower embeddings and layers, or fewer values of an index."
              .formatted(all, Integer.MAX_VALUE));
    }
  }

  /** Numbers of all parameters together. */
  public int parameterCount() {
    return parameters().stream().mapToInt(Parameter::size).reduce(0, Math::addExact);
  }

  /** All parameters as one vector, in the order of {@link #parameters()}. */
  public float[] flatten(Map<String, float[]> values) {
    float[] flat = new float[parameterCount()];
    int next = 0;
    for (Parameter parameter : parameters()) {
      System.arraycopy(values.get(parameter.name()), 0, flat, next, parameter.size());
      next += parameter.size();
    }
    return flat;
  }

  /** The parameters by name; the inverse of {@link #flatten}. */
  public Map<String, float[]> split(float[] flat) {
    Map<String, float[]> values = new LinkedHashMap<>();
    int next = 0;
    for (Parameter parameter : parameters()) {
      values.put(parameter.name(), Arrays.copyOfRange(flat, next, next + parameter.size()));
      next += parameter.size();
    }
    return values;
  }

  private void input(Input input) {
    if (input instanceof Index index) {
      if (index.cardinality() < 1) {
        throw new IllegalArgumentException(
            "Cannot build the network: index '%s' has cardinality %d (expected at least 1)."
                .formatted(index.name(), index.cardinality()));
      }
      unique(index.name());
      indices.put(index.name(), index);
    } else if (input instanceof Dense dense) {
      unique(dense.name());
      widths.put(dense.name(), dense.features().size());
    } else if (input instanceof Sparse sparse) {
      unique(sparse.name());
      widths.put(sparse.name(), sparse.width());
    }
  }

  private void unique(String name) {
    if (widths.containsKey(name) || indices.containsKey(name)) {
      throw new IllegalArgumentException(
          "Cannot build the network: two of its inputs or nodes are named '%s' (expected each name once)."
              .formatted(name));
    }
  }

  private void node(Node node) {
    unique(node.name());
    if (node.inputs().isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot build the network: node '%s' has no input (expected at least one)."
              .formatted(node.name()));
    }
    used.addAll(node.inputs());
    int width = widthOf(node);
    extents.node(node);
    widths.put(node.name(), width);
  }

  private int widthOf(Node node) {
    Layer layer = node.layer();
    if (layer instanceof Layer.Embedding embedding) {
      return embedding(node, embedding);
    }
    List<Integer> in =
        node.inputs().stream().map(i -> width("node '" + node.name() + "'", i)).toList();
    if (layer instanceof Layer.Concat) {
      return in.stream().mapToInt(Integer::intValue).sum();
    }
    if (layer instanceof Layer.Add) {
      return same(node, in, 1);
    }
    if (layer instanceof Layer.Cross cross) {
      return cross(node, in, cross);
    }
    if (layer instanceof Layer.FactorisationMachine) {
      same(node, in, 2);
      return 1;
    }
    if (layer instanceof Layer.DotInteraction) {
      same(node, in, 2);
      return in.size() * (in.size() - 1) / 2;
    }
    return single(node, in);
  }

  private int single(Node node, List<Integer> in) {
    Layer layer = node.layer();
    if (layer instanceof GraphLayer graph) {
      int x = count(node, in, layer instanceof GraphLayer.DiffPool ? 2 : 1).get(in.size() - 1);
      return GraphShapes.width(graph, x, (role, shape, kind) -> add(node, role, shape, kind));
    }
    int width = count(node, in, 1).get(0);
    if (layer instanceof Layer.Linear linear) {
      add(node, "weight", List.of(linear.out(), width), Parameter.Kind.MATRIX);
      if (linear.bias()) {
        add(node, "bias", List.of(linear.out()), Parameter.Kind.BIAS);
      }
      return linear.out();
    }
    if (layer instanceof Layer.LayerNorm || layer instanceof Layer.BatchNorm) {
      add(node, "scale", List.of(width), Parameter.Kind.SCALE);
      add(node, "shift", List.of(width), Parameter.Kind.BIAS);
    }
    if (layer instanceof Layer.BatchNorm) {
      add(node, "mean", List.of(width), Parameter.Kind.RUNNING_MEAN);
      add(node, "variance", List.of(width), Parameter.Kind.RUNNING_VARIANCE);
    }
    return width;
  }

  private int embedding(Node node, Layer.Embedding embedding) {
    Index index = indices.get(node.inputs().get(0));
    if (index == null || node.inputs().size() != 1) {
      throw new IllegalArgumentException(
          "Cannot build the network: embedding '%s' reads %s (expected one index, such as %s)."
              .formatted(node.name(), node.inputs(), indices.keySet()));
    }
    boolean zero = embedding.start() == Layer.Embedding.Start.ZERO;
    add(
        node,
        "table",
        List.of(index.cardinality(), embedding.out()),
        zero ? Parameter.Kind.ZERO_TABLE : Parameter.Kind.TABLE);
    return embedding.out();
  }

  private int cross(Node node, List<Integer> in, Layer.Cross cross) {
    int width = same(node, count(node, in, 2), 2);
    if (cross.rank() == 0) {
      add(node, "weight", List.of(width, width), Parameter.Kind.MATRIX);
    } else {
      add(node, "u", List.of(width, cross.rank()), Parameter.Kind.MATRIX);
      add(node, "v", List.of(width, cross.rank()), Parameter.Kind.MATRIX);
    }
    add(node, "bias", List.of(width), Parameter.Kind.BIAS);
    return width;
  }

  private void add(Node node, String role, List<Integer> shape, Parameter.Kind kind) {
    parameters
        .computeIfAbsent(node.name(), name -> new ArrayList<>())
        .add(new Parameter(node.name() + "." + role, shape, kind));
  }

  private int width(String who, String name) {
    Integer width = widths.get(name);
    if (width == null) {
      throw new IllegalArgumentException(
          indices.containsKey(name)
              ? "Cannot build the network: %s reads index '%s' as numbers (expected an embedding between them)."
                  .formatted(who, name)
              : "Cannot build the network: %s reads '%s', which is no input and no node before it (expected one of %s)."
                  .formatted(who, name, widths.keySet().stream().sorted().toList()));
    }
    return width;
  }

  private static List<Integer> count(Node node, List<Integer> in, int expected) {
    if (in.size() != expected) {
      throw new IllegalArgumentException(
          "Cannot build the network: node '%s' has %d inputs (expected %d)."
              .formatted(node.name(), in.size(), expected));
    }
    return in;
  }

  private static int same(Node node, List<Integer> in, int atLeast) {
    if (in.size() < atLeast || in.stream().distinct().count() != 1) {
      throw new IllegalArgumentException(
          "Cannot build the network: the inputs %s of node '%s' have the widths %s (expected at least %d of one width)."
              .formatted(node.inputs(), node.name(), in, atLeast));
    }
    return in.get(0);
  }
}
