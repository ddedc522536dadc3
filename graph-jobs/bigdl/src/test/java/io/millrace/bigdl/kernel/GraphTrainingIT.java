package io.millrace.bigdl.kernel;

import static io.millrace.bigdl.kernel.GraphNetworks.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.bigdl.data.Rows;
import io.millrace.sampling.Example;
import io.millrace.sampling.SparseRows;
import io.millrace.sampling.Topology;
import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.GraphLayer.GraphConv;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Network;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Networks over graphs with random decisions, as they are trained. */
class GraphTrainingIT {
  private static final float TOLERANCE = 1e-5f;

  /** Dropout of nodes, sparse numbers, edges, of nodes that poolings leave and make, of graphs. */
  private static final Network NETWORK =
      GraphNetworks.network(
          node("fewer", new Layer.Dropout(0.3), "sparse"),
          node("gat", new GraphLayer.GatConv(2, 2, true, 0.2, 0.4), "fewer"),
          node("top-k", new GraphLayer.TopKPool(0.8, GraphLayer.TopKPool.Score.GRAPH), "gat"),
          node("kept", new Layer.Dropout(0.3), "top-k"),
          node("assignment", new GraphConv(3, GraphConv.Normalisation.SYMMETRIC), "kept"),
          node("diff", new GraphLayer.DiffPool(), "assignment", "kept"),
          node("made", new Layer.Dropout(0.3), "diff"),
          node("conv", new GraphConv(5, GraphConv.Normalisation.NONE), "made"),
          node("sum", new GraphLayer.GlobalPool(GraphLayer.GlobalPool.Kind.SUM), "conv"),
          node("last", new Layer.Dropout(0.3), "sum"),
          node("output", new Layer.Linear(1, true), "last"));

  @Test
  void aBatchIsTheSumOfItsGraphs() {
    Example all = GraphBatches.example(NETWORK, GraphBatches.Edges.WEIGHTED, 5);
    float[] flat = Networks.flat(NETWORK, Networks.parameters(NETWORK, 3));
    // The same memory for small and large batches in turns.
    Program program = new Program(NETWORK);
    Rows rows = GraphBatches.rows(NETWORK, all);
    float[] together = pass(program, rows, flat, all);
    float[] gradient = gradient(program, flat.length, all);
    float[] summed = new float[flat.length];

    for (int g = 0; g < all.topology().size(); g++) {
      Example one = graph(all, g);
      assertThat(pass(program, rows, flat, one)[0]).isCloseTo(together[g], within(TOLERANCE));
      float[] own = gradient(program, flat.length, one);
      IntStream.range(0, own.length).forEach(i -> summed[i] += own[i]);
    }
    assertThat(summed).containsExactly(gradient, within(1e-4f));
    assertThat(pass(program, rows, flat, all)).containsExactly(together, within(TOLERANCE));
    assertThat(gradient(program, flat.length, all)).containsExactly(gradient, within(1e-4f));
  }

  @Test
  void decisionsDependOnTheEpochAndOnlyInTraining() {
    Example all = GraphBatches.example(NETWORK, GraphBatches.Edges.WEIGHTED, 5);
    float[] flat = Networks.flat(NETWORK, Networks.parameters(NETWORK, 3));
    Program program = new Program(NETWORK);
    Rows rows = GraphBatches.rows(NETWORK, all);
    float[] trained = Arrays.copyOf(program.forward(rows, flat, 0, true), 4);
    float[] scored = Arrays.copyOf(program.forward(rows, flat, 0, false), 4);
    GraphBatches.fill(rows, all, 8);

    float[] later = Arrays.copyOf(program.forward(rows, flat, 0, true), 4);
    float[] same = Arrays.copyOf(program.forward(rows, flat, 0, false), 4);

    assertThat(later).isNotEqualTo(trained);
    assertThat(scored).isNotEqualTo(trained);
    assertThat(same).containsExactly(scored, within(TOLERANCE));
  }

  /** The mean over many epochs is the value without dropout, as shares only multiply. */
  @Test
  void attentionDropoutKeepsTheMean() {
    Network network =
        GraphNetworks.network(
            node("gat", new GraphLayer.GatConv(3, 2, false, 0.2, 0.4), "dense"),
            node("output", new GraphLayer.Targets(), "gat"));
    Example all = GraphBatches.example(network, GraphBatches.Edges.ALIKE, 5);
    float[] flat = Networks.flat(network, Networks.parameters(network, 3));
    Program program = new Program(network);
    Rows rows = GraphBatches.rows(network, all);
    int size = rows.count() * program.outputWidth();
    float[] expected = Arrays.copyOf(program.forward(rows, flat, 0, false), size);
    double[] sums = new double[size];
    int epochs = 4000;
    for (int epoch = 0; epoch < epochs; epoch++) {
      GraphBatches.fill(rows, all, 1_000_003L * epoch);
      float[] scores = program.forward(rows, flat, 0, true);
      for (int i = 0; i < size; i++) {
        sums[i] += scores[i];
      }
    }
    for (int i = 0; i < size; i++) {
      assertThat(sums[i] / epochs).isCloseTo(expected[i], within(0.06));
    }
  }

  /** With the same decisions on both sides; in single precision, hence the wide steps. */
  @Test
  void gradientsGoWhereDropoutLetsNumbersPass() {
    Network network =
        GraphNetworks.network(
            node("fewer", new Layer.Dropout(0.3), "sparse"),
            node("gat", new GraphLayer.GatConv(3, 2, true, 0.2, 0.4), "fewer"),
            node("targets", new GraphLayer.Targets(), "gat"),
            node("output", new Layer.Linear(1, true), "targets"));
    Example all = GraphBatches.example(network, GraphBatches.Edges.ALIKE, 5);
    float[] flat = Networks.flat(network, Networks.parameters(network, 3));
    Program program = new Program(network);
    Rows rows = GraphBatches.rows(network, all);
    pass(program, rows, flat, all);
    float[] gradient = gradient(program, flat.length, all);
    float step = 1f / 128;
    for (int i = 0; i < flat.length; i++) {
      float kept = flat[i];
      flat[i] = kept + step;
      double up = sum(pass(program, rows, flat, all));
      flat[i] = kept - step;
      double down = sum(pass(program, rows, flat, all));
      flat[i] = kept;
      assertThat((double) gradient[i])
          .describedAs("parameter %d", i)
          .isCloseTo((up - down) / (2 * step), within(2e-3));
    }
  }

  private static float[] pass(Program program, Rows rows, float[] flat, Example example) {
    GraphBatches.fill(rows, example, 7);
    return Arrays.copyOf(
        program.forward(rows, flat, 0, true), example.labels().length * program.outputWidth());
  }

  private static float[] gradient(Program program, int size, Example example) {
    float[] ones = new float[example.labels().length];
    Arrays.fill(ones, 1);
    float[] gradient = new float[size];
    program.backward(ones, gradient, 0);
    return gradient;
  }

  private static double sum(float[] scores) {
    return IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).sum();
  }

  /** One graph of an example over sparse numbers. */
  private static Example graph(Example all, int g) {
    Topology union = all.topology();
    int begin = union.graphs()[g];
    int end = union.graphs()[g + 1];
    int[] begins = cut(union.begins(), begin, end);
    int from = union.begins()[begin];
    int to = union.begins()[end];
    int[] sources =
        Arrays.stream(union.sources(), from, to).map(source -> source - begin).toArray();
    Topology one =
        new Topology(
            end - begin,
            begins,
            sources,
            Arrays.copyOfRange(union.weights(), from, to),
            Arrays.copyOfRange(union.degrees(), begin, end),
            new int[] {0, end - begin});
    SparseRows given = all.sparse().get(0);
    SparseRows sparse =
        new SparseRows(
            cut(given.begins(), begin, end),
            Arrays.copyOfRange(given.columns(), given.begins()[begin], given.begins()[end]),
            Arrays.copyOfRange(given.values(), given.begins()[begin], given.begins()[end]));
    return new Example(
        Arrays.copyOfRange(all.ids(), begin, end),
        one,
        new float[0],
        List.of(),
        List.of(sparse),
        new int[0],
        new long[1],
        new float[1]);
  }

  private static int[] cut(int[] begins, int begin, int end) {
    return Arrays.stream(begins, begin, end + 1).map(b -> b - begins[begin]).toArray();
  }
}
