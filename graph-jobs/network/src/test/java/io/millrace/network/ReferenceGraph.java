package io.millrace.network;

import io.millrace.sampling.Example;
import io.millrace.sampling.SparseRows;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Shapes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What a network over graphs means outside of training, in double precision, one node at a time,
 * written from the formulas of {@link GraphLayer} and nothing else. Its input is an {@link Example}
 * whose topology may have more than one graph; dense numbers are those of the network's dense
 * inputs in their order. A top-k layer keeps the order of the nodes that it keeps, and scores of
 * {@code GRAPH} are normalised symmetrically.
 */
public final class ReferenceGraph {
  private final Network network;
  private final Map<String, float[]> parameters;
  private final Shapes shapes;
  private final ReferenceNetwork rows;

  /**
   * @param parameters by name, row-major
   */
  public ReferenceGraph(Network network, Map<String, float[]> parameters) {
    this.network = network;
    this.parameters = parameters;
    this.shapes = Shapes.of(network);
    this.rows = new ReferenceNetwork(network, parameters);
  }

  /** The scores [rows, K]: a row for each target, pair or graph. */
  public static double[][] scores(Predictor.Deep deep, Example example) {
    double[][] output = new ReferenceGraph(deep.network(), deep.parameters()).output(example);
    return Arrays.stream(output)
        .map(row -> Arrays.stream(row).map(x -> x * deep.scale() + deep.shift()).toArray())
        .toArray(double[][]::new);
  }

  /** The value [rows, K] of the output. */
  public double[][] output(Example example) {
    return values(example).get(network.output());
  }

  /**
   * The values of all inputs and nodes by name: [rows, width] with the rows of their extent (see
   * {@link Shapes#extent}); that of an index has one column, a sparse one all of its columns.
   */
  public Map<String, double[][]> values(Example example) {
    Pass pass = new Pass(example, new HashMap<>(), new HashMap<>());
    pass.graphs.put(0, ReferenceEdges.of(example.topology()));
    int dense = 0;
    for (Network.Input input : network.inputs()) {
      pass.values.put(input.name(), input(example, input, dense));
      dense += input instanceof Network.Dense d ? d.features().size() : 0;
    }
    for (Network.Node node : network.nodes()) {
      List<double[][]> in = node.inputs().stream().map(pass.values::get).toList();
      pass.values.put(node.name(), value(node, in, pass));
    }
    return pass.values;
  }

  /**
   * @param graphs by extent
   */
  private record Pass(
      Example example, Map<String, double[][]> values, Map<Integer, ReferenceEdges> graphs) {}

  private double[][] input(Example example, Network.Input input, int firstDense) {
    int nodes = example.topology().nodes();
    if (input instanceof Network.Dense dense) {
      int width = network.denseFeatures().size();
      return rows(
          nodes,
          i ->
              IntStream.range(firstDense, firstDense + dense.features().size())
                  .mapToDouble(c -> example.dense()[i * width + c])
                  .toArray());
    }
    if (input instanceof Network.Index index) {
      int[] indices = example.indices().get(network.indices().indexOf(index));
      return rows(nodes, i -> new double[] {indices[i]});
    }
    Network.Sparse sparse = (Network.Sparse) input;
    SparseRows values = example.sparse().get(network.sparse().indexOf(sparse));
    return rows(nodes, i -> sparse(values, i, sparse.width()));
  }

  private static double[] sparse(SparseRows values, int row, int width) {
    double[] all = new double[width];
    for (int k = values.begins()[row]; k < values.begins()[row + 1]; k++) {
      all[values.columns()[k]] += values.values()[k];
    }
    return all;
  }

  private double[][] value(Network.Node node, List<double[][]> in, Pass pass) {
    double[][] x = in.get(0);
    if (!(node.layer() instanceof GraphLayer layer)) {
      return rows(x.length, i -> rows.value(node, in.stream().map(v -> v[i]).toList()));
    }
    ReferenceEdges edges = pass.graphs.get(shapes.extent(node.inputs().get(0)));
    Function<String, float[]> own = role -> parameters.get(node.name() + "." + role);
    if (ReferenceConvolutions.knows(layer)) {
      return new ReferenceConvolutions(own, edges, x).value(layer);
    }
    if (layer instanceof GraphLayer.Targets) {
      int[] targets = pass.example.targets();
      return rows(targets.length, i -> x[targets[i]]);
    }
    if (layer instanceof GraphLayer.Pairs pairs) {
      int[] targets = pass.example.targets();
      return rows(
          targets.length / 2,
          i -> pair(pairs.combination(), x[targets[2 * i]], x[targets[2 * i + 1]]));
    }
    return pool(node, new ReferencePools(own, edges), in, pass);
  }

  private double[][] pool(Network.Node node, ReferencePools pools, List<double[][]> in, Pass pass) {
    int width = shapes.width(node.name());
    if (node.layer() instanceof GraphLayer.GlobalPool pool) {
      return pools.global(pool.kind(), in.get(0), width);
    }
    if (node.layer() instanceof GraphLayer.AttentionPool) {
      return pools.attention(in.get(0), width);
    }
    ReferencePools.Pooled pooled;
    if (node.layer() instanceof GraphLayer.TopKPool pool) {
      pooled = pools.topK(pool, in.get(0));
    } else if (node.layer() instanceof GraphLayer.DiffPool) {
      int clusters = shapes.width(node.inputs().get(0));
      pooled = pools.diff(in.get(0), in.get(1), clusters, width);
    } else {
      throw new IllegalArgumentException("Unknown layer " + node.layer());
    }
    pass.graphs.put(shapes.extent(node.name()), pooled.edges());
    return pooled.rows();
  }

  private static double[] pair(GraphLayer.Pairs.Combination combination, double[] u, double[] v) {
    double[] products = IntStream.range(0, u.length).mapToDouble(c -> u[c] * v[c]).toArray();
    return switch (combination) {
      case DOT -> new double[] {Arrays.stream(products).sum()};
      case PRODUCT -> products;
      case CONCAT -> DoubleStream.concat(Arrays.stream(u), Arrays.stream(v)).toArray();
    };
  }

  private static double[][] rows(int count, Function<Integer, double[]> row) {
    return IntStream.range(0, count).boxed().map(row).toArray(double[][]::new);
  }
}
