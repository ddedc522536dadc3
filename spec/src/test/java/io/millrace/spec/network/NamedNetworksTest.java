package io.millrace.spec.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spec.network.Layer.Activation.Function;
import io.millrace.spec.network.Network.Dense;
import io.millrace.spec.network.Network.Index;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.network.NetworkSpec.DcnV2;
import io.millrace.spec.network.NetworkSpec.DeepFm;
import io.millrace.spec.network.NetworkSpec.Dlrm;
import io.millrace.spec.network.NetworkSpec.Mlp;
import io.millrace.spec.network.NetworkSpec.Tower;
import io.millrace.spec.network.NetworkSpec.Tower.Norm;
import io.millrace.spec.network.NetworkSpec.WideAndDeep;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamedNetworksTest {
  private static final List<String> DENSE = List.of("a", "b", "c");
  private static final List<Index> INDICES = List.of(new Index("x", 10), new Index("y", 5));
  private static final Tower DEEP = plain(8, 6);

  // Both embeddings: (10 + 5) * 4. Side by side with the numbers: 2 * 4 + 3 = 11.
  private static final int EMBEDDINGS = 60;
  private static final int TOWER = (11 * 8 + 8) + (8 * 6 + 6);

  @Test
  void buildsMlp() {
    Network network = NamedNetworks.of(new Mlp(4, DEEP), DENSE, INDICES, 3);

    assertThat(network.inputs())
        .containsExactly(new Dense("dense", DENSE), INDICES.get(0), INDICES.get(1));
    assertThat(names(network))
        .containsExactly(
            "embedding-x",
            "embedding-y",
            "features",
            "deep-1",
            "deep-1-activation",
            "deep-2",
            "deep-2-activation",
            "output");
    Shapes shapes = Shapes.of(network);
    assertThat(shapes.width("features")).isEqualTo(11);
    assertThat(shapes.outputWidth()).isEqualTo(3);
    assertThat(shapes.parameters())
        .startsWith(
            new Parameter("embedding-x.table", List.of(10, 4), Parameter.Kind.TABLE),
            new Parameter("embedding-y.table", List.of(5, 4), Parameter.Kind.TABLE),
            new Parameter("deep-1.weight", List.of(8, 11), Parameter.Kind.MATRIX),
            new Parameter("deep-1.bias", List.of(8), Parameter.Kind.BIAS))
        .endsWith(
            new Parameter("output.weight", List.of(3, 6), Parameter.Kind.MATRIX),
            new Parameter("output.bias", List.of(3), Parameter.Kind.BIAS));
    assertThat(numbers(network)).isEqualTo(EMBEDDINGS + TOWER + (6 * 3 + 3));
  }

  @Test
  void buildsWideAndDeepWithWeightsOfALinearModelForEachClass() {
    Network network = NamedNetworks.of(new WideAndDeep(4, DEEP), DENSE, INDICES, 3);

    assertThat(network.nodes().get(network.nodes().size() - 1))
        .isEqualTo(
            new Node(
                "output", new Layer.Add(), List.of("deep-out", "wide-dense", "wide-x", "wide-y")));
    Shapes shapes = Shapes.of(network);
    assertThat(shapes.parameters("wide-dense"))
        .containsExactly(new Parameter("wide-dense.weight", List.of(3, 3), Parameter.Kind.MATRIX));
    assertThat(shapes.parameters("wide-x"))
        .containsExactly(new Parameter("wide-x.table", List.of(10, 3), Parameter.Kind.ZERO_TABLE));
    assertThat(shapes.outputWidth()).isEqualTo(3);
    int wide = 3 * 3 + (10 + 5) * 3;
    assertThat(numbers(network)).isEqualTo(EMBEDDINGS + TOWER + (6 * 3 + 3) + wide);
  }

  @Test
  void buildsDeepFmOverSharedEmbeddings() {
    Network network = NamedNetworks.of(new DeepFm(4, DEEP), DENSE, INDICES, 1);

    assertThat(network.nodes())
        .contains(
            new Node("fm", new Layer.FactorisationMachine(), List.of("embedding-x", "embedding-y")),
            new Node(
                "features", new Layer.Concat(), List.of("embedding-x", "embedding-y", "dense")),
            new Node(
                "output",
                new Layer.Add(),
                List.of("deep-out", "fm", "wide-dense", "wide-x", "wide-y")));
    int wide = 3 + 10 + 5;
    assertThat(numbers(network)).isEqualTo(EMBEDDINGS + TOWER + (6 + 1) + wide);
  }

  @Test
  void buildsDlrm() {
    Network network = NamedNetworks.of(new Dlrm(4, plain(5, 4), DEEP), DENSE, INDICES, 1);

    assertThat(network.nodes())
        .contains(
            new Node(
                "interaction",
                new Layer.DotInteraction(),
                List.of("bottom-2-activation", "embedding-x", "embedding-y")),
            new Node("top-1", new Layer.Linear(8, true), List.of("features")));
    // Three vectors have three pairs, beside the bottom's own four numbers.
    assertThat(Shapes.of(network).width("features")).isEqualTo(4 + 3);
    int bottom = (3 * 5 + 5) + (5 * 4 + 4);
    int top = (7 * 8 + 8) + (8 * 6 + 6);
    assertThat(numbers(network)).isEqualTo(EMBEDDINGS + bottom + top + (6 + 1));
  }

  @Test
  void buildsDcnV2WithFullAndLowRankMatrices() {
    Network full = NamedNetworks.of(new DcnV2(4, 2, 0, DEEP), DENSE, INDICES, 1);
    Network low = NamedNetworks.of(new DcnV2(4, 2, 2, DEEP), DENSE, INDICES, 1);

    assertThat(full.nodes())
        .contains(
            new Node("cross-1", new Layer.Cross(0), List.of("features", "features")),
            new Node("cross-2", new Layer.Cross(0), List.of("features", "cross-1")),
            new Node(
                "crossed-and-deep", new Layer.Concat(), List.of("cross-2", "deep-2-activation")));
    int around = EMBEDDINGS + TOWER + (11 + 6 + 1);
    assertThat(numbers(full)).isEqualTo(around + 2 * (11 * 11 + 11));
    assertThat(numbers(low)).isEqualTo(around + 2 * (11 * 2 + 11 * 2 + 11));
  }

  @Test
  void towersNormaliseActivateAndDropOutInThisOrder() {
    Tower tower = new Tower(List.of(8), Function.SILU, Norm.BATCH, 0.25);

    Network network = NamedNetworks.of(new Mlp(4, tower), DENSE, List.of(), 1);

    assertThat(network.nodes())
        .containsExactly(
            new Node("deep-1", new Layer.Linear(8, true), List.of("dense")),
            new Node("deep-1-norm", new Layer.BatchNorm(0.1, 1e-5), List.of("deep-1")),
            new Node(
                "deep-1-activation", new Layer.Activation(Function.SILU), List.of("deep-1-norm")),
            new Node("deep-1-dropout", new Layer.Dropout(0.25), List.of("deep-1-activation")),
            new Node("output", new Layer.Linear(1, true), List.of("deep-1-dropout")));
    assertThat(NamedNetworks.of(new Mlp(4, layerNorm()), DENSE, List.of(), 1).nodes())
        .contains(new Node("deep-1-norm", new Layer.LayerNorm(1e-5), List.of("deep-1")));
  }

  @Test
  void worksWithNumbersOrIndicesAloneWhereTheStructureAllows() {
    for (NetworkSpec spec :
        List.of(new Mlp(4, DEEP), new WideAndDeep(4, DEEP), new DcnV2(4, 1, 0, DEEP))) {
      Network numbers = NamedNetworks.of(spec, DENSE, List.of(), 2);
      Network indices = NamedNetworks.of(spec, List.of(), INDICES, 2);

      assertThat(numbers.inputs()).containsExactly(new Dense("dense", DENSE));
      assertThat(names(numbers)).doesNotContain("features", "wide-x", "embedding-x");
      assertThat(List.copyOf(indices.inputs())).isEqualTo(INDICES);
      assertThat(names(indices)).contains("features").doesNotContain("wide-dense");
      assertThat(Shapes.of(numbers).outputWidth()).isEqualTo(2);
      assertThat(Shapes.of(indices).outputWidth()).isEqualTo(2);
    }
    assertThat(NamedNetworks.of(new DeepFm(4, DEEP), List.of(), INDICES, 1).denseFeatures())
        .isEmpty();
  }

  @Test
  void worksWithoutHiddenLayers() {
    Network mlp = NamedNetworks.of(new Mlp(4, plain()), DENSE, INDICES, 1);
    Network crosses = NamedNetworks.of(new DcnV2(4, 1, 0, plain()), DENSE, INDICES, 1);
    Network dlrm = NamedNetworks.of(new Dlrm(3, plain(), plain()), DENSE, INDICES, 1);

    assertThat(names(mlp)).containsExactly("embedding-x", "embedding-y", "features", "output");
    assertThat(crosses.nodes())
        .endsWith(new Node("output", new Layer.Linear(1, true), List.of("cross-1")));
    assertThat(dlrm.nodes())
        .contains(
            new Node(
                "interaction",
                new Layer.DotInteraction(),
                List.of("dense", "embedding-x", "embedding-y")));
  }

  @Test
  void namesGiveWayToFeatures() {
    Network network =
        NamedNetworks.of(
            new WideAndDeep(4, DEEP),
            List.of("dense", "deep-1"),
            List.of(new Index("output", 3), new Index("output_", 3), new Index("dense_", 3)),
            1);

    assertThat(network.inputs().get(0).name()).isEqualTo("dense__");
    assertThat(network.output()).isEqualTo("output__");
    assertThat(names(network))
        .contains("deep-1_", "deep-1-activation", "wide-dense__", "wide-dense_", "wide-output");
  }

  @Test
  void refusesWhatTheStructureHasNoPlaceFor() {
    refuses(new Mlp(4, DEEP), List.of(), List.of(), 1)
        .hasMessage("Cannot build network 'mlp': it has no features (expected at least one).");
    refuses(new Mlp(4, DEEP), DENSE, INDICES, 0)
        .hasMessage("Cannot build network 'mlp': its score has the width 0 (expected at least 1).");
    refuses(new DeepFm(4, DEEP), DENSE, INDICES, 3)
        .hasMessage(
            "Cannot build network 'deepfm': its factorisation machine gives one score, but there are 3 classes (expected a binary or regression task). Use wide-and-deep or dcn-v2.");
    refuses(new DeepFm(4, DEEP), DENSE, INDICES.subList(0, 1), 1)
        .hasMessage(
            "Cannot build network 'deepfm': its index features are [x] (expected at least 2, whose embeddings its factorisation machine multiplies). Add index features, or use wide-and-deep.");
    refuses(new Dlrm(4, plain(4), DEEP), List.of(), INDICES, 1)
        .hasMessage(
            "Cannot build network 'dlrm': it has no dense features (expected at least one for its bottom tower). Add numeric or cyclic features, or use dcn-v2.");
    refuses(new Dlrm(4, plain(4), DEEP), DENSE, List.of(), 1)
        .hasMessage(
            "Cannot build network 'dlrm': it has no index features (expected at least one, whose embedding meets the dense features). Add index features, or use mlp.");
  }

  @Test
  void refusesABottomTowerThatIsNotAsWideAsAnEmbedding() {
    refuses(new Dlrm(16, plain(64, 32), DEEP), DENSE, INDICES, 1)
        .hasMessage(
            "Cannot build network 'dlrm': its bottom tower [64, 32] ends in the width 32 (expected 16, as wide as an embedding). Use bottom = [64, 16] or embedding = 32.");
    refuses(new Dlrm(16, plain(), DEEP), DENSE, INDICES, 1)
        .hasMessage(
            "Cannot build network 'dlrm': its bottom tower [] ends in the width 3 (expected 16, as wide as an embedding). Use bottom = [16] or embedding = 3.");
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refuses(
      NetworkSpec spec, List<String> dense, List<Index> indices, int width) {
    return assertThatThrownBy(() -> NamedNetworks.of(spec, dense, indices, width))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Tower plain(Integer... hidden) {
    return new Tower(List.of(hidden), Function.RELU, Norm.NONE, 0);
  }

  private static Tower layerNorm() {
    return new Tower(List.of(8), Function.RELU, Norm.LAYER, 0);
  }

  private static List<String> names(Network network) {
    return network.nodes().stream().map(Node::name).toList();
  }

  private static int numbers(Network network) {
    return Shapes.of(network).parameters().stream().mapToInt(Parameter::size).sum();
  }
}
