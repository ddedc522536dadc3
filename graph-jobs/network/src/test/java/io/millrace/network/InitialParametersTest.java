package io.millrace.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Layer.Embedding.Start;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.network.Parameter;
import io.millrace.spec.network.Shapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitialParametersTest {
  private static final long SEED = 41;
  private static final int IN = 200;
  private static final int CARDINALITY = 10_000;

  /** Four standard errors of a mean or variance of the 10,000 numbers or more of a parameter. */
  private static final double ERRORS = 4 / Math.sqrt(10_000);

  private static final Node MATRIX = node("matrix", new Layer.Linear(100, true), "x");
  private static final Node TABLE = node("table", new Layer.Embedding(16, Start.SMALL), "i");
  private static final Node ZEROS = node("zeros", new Layer.Embedding(3, Start.ZERO), "i");
  private static final Node NORM = node("norm", new Layer.BatchNorm(0.1, 1e-5), "x");
  private static final Node CROSS = node("cross", new Layer.Cross(50), "x", "x");

  @ParameterizedTest
  @ValueSource(strings = {"matrix.weight", "cross.u", "cross.v"})
  void matricesAreUniformWithinTheLimitOfGlorotAndBengio(String name) {
    float[] values = InitialParameters.of(network(MATRIX, CROSS), SEED).get(name);
    double limit = Math.sqrt(6.0 / (IN + (name.startsWith("matrix") ? 100 : 50)));
    assertMoments(values, limit / Math.sqrt(3));
    assertThat(Arrays.stream(doubles(values))).allMatch(x -> Math.abs(x) <= (float) limit);
    // A uniform number is within half of the limit half of the time, a normal one more often.
    double inner = Arrays.stream(doubles(values)).filter(x -> Math.abs(x) < limit / 2).count();
    assertThat(inner / values.length).isCloseTo(0.5, within(ERRORS));
    assertThat(Arrays.stream(doubles(values)).max()).hasValueCloseTo(limit, within(limit / 500));
  }

  @Test
  void tablesAreNormalAndSmall() {
    float[] values = InitialParameters.of(network(TABLE), SEED).get("table.table");
    assertThat(values).hasSize(CARDINALITY * 16);
    double deviation = 0.1 / Math.sqrt(16);
    assertMoments(values, deviation);
    double within = Arrays.stream(doubles(values)).filter(x -> Math.abs(x) < deviation).count();
    assertThat(within / values.length).isCloseTo(0.6827, within(ERRORS));
  }

  private static void assertMoments(float[] values, double deviation) {
    double[] x = Arrays.stream(doubles(values)).map(v -> v / deviation).toArray();
    assertThat(Arrays.stream(x).average()).hasValueCloseTo(0.0, within(ERRORS));
    assertThat(Arrays.stream(x).map(v -> v * v).average())
        .hasValueCloseTo(1.0, within(ERRORS * Math.sqrt(2)));
  }

  @Test
  void allOthersAreZeroOrOne() {
    Map<String, float[]> values = InitialParameters.of(network(MATRIX, ZEROS, NORM, CROSS), SEED);
    assertThat(values.get("norm.scale")).hasSize(IN).containsOnly(1);
    assertThat(values.get("norm.variance")).hasSize(IN).containsOnly(1);
    assertThat(values.get("norm.shift")).hasSize(IN).containsOnly(0);
    assertThat(values.get("norm.mean")).hasSize(IN).containsOnly(0);
    assertThat(values.get("matrix.bias")).hasSize(100).containsOnly(0);
    assertThat(values.get("cross.bias")).hasSize(IN).containsOnly(0);
    assertThat(values.get("zeros.table")).hasSize(CARDINALITY * 3).containsOnly(0);
  }

  @Test
  void everyParameterIsThereInTheOrderOfTheNodes() {
    Network network = network(NORM, TABLE, MATRIX);
    assertThat(InitialParameters.of(network, SEED).keySet())
        .containsExactlyElementsOf(
            Shapes.of(network).parameters().stream().map(Parameter::name).toList());
  }

  @Test
  void theOrderOfTheNodesAndOtherNodesMakeNoDifference() {
    Map<String, float[]> one = InitialParameters.of(network(MATRIX, TABLE, CROSS), SEED);
    Map<String, float[]> other = InitialParameters.of(network(CROSS, NORM, TABLE, MATRIX), SEED);
    one.forEach((name, values) -> assertThat(other.get(name)).isEqualTo(values));
  }

  @Test
  void seedsAndNamesDecide() {
    Network network = network(CROSS);
    TreeSet<Float> firsts = new TreeSet<>();
    for (long seed = 0; seed < 100; seed++) {
      Map<String, float[]> values = InitialParameters.of(network, seed);
      firsts.add(values.get("cross.u")[0]);
      firsts.add(values.get("cross.v")[0]);
    }
    // Two of 200 floats may be equal by chance, though that is unlikely.
    assertThat(firsts).hasSizeGreaterThan(198);
  }

  @Test
  void theSameSeedGivesTheSameBitsForEver() {
    // Computed apart, from the formulas of SplitMix64, FNV-1a and Box & Muller.
    Map<String, float[]> values = new LinkedHashMap<>(InitialParameters.of(network(MATRIX), SEED));
    values.putAll(InitialParameters.of(network(TABLE), SEED));
    assertThat(Arrays.copyOf(values.get("matrix.weight"), 3))
        .containsExactly(-0.133525699f, 0.0931366831f, -0.0742714331f);
    assertThat(Arrays.copyOf(values.get("table.table"), 3))
        .containsExactly(0.0122461654f, 0.0441885144f, -0.0268029347f);
  }

  @Test
  void aNetworkThatIsNoneIsRefused() {
    Network network = network(node("matrix", new Layer.Linear(1, true), "nothing"));
    assertThatThrownBy(() -> InitialParameters.of(network, SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("node 'matrix' reads 'nothing', which is no input");
  }

  private static Node node(String name, Layer layer, String... inputs) {
    return new Node(name, layer, List.of(inputs));
  }

  /** These nodes and one that joins them. */
  private static Network network(Node... nodes) {
    List<Node> all = new ArrayList<>(List.of(nodes));
    all.add(node("all", new Layer.Concat(), all.stream().map(Node::name).toArray(String[]::new)));
    List<String> dense = IntStream.range(0, IN).mapToObj(i -> "x" + i).toList();
    return new Network(
        List.of(new Network.Dense("x", dense), new Network.Index("i", CARDINALITY)), all, "all");
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }
}
