package io.millrace.spec.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spec.network.GraphLayer.GraphConv.Normalisation;
import io.millrace.spec.network.GraphLayer.SageConv.Aggregator;
import io.millrace.spec.network.GraphNetworkSpec.Convolutions;
import io.millrace.spec.network.GraphNetworkSpec.Decoder;
import io.millrace.spec.network.GraphNetworkSpec.Gat;
import io.millrace.spec.network.GraphNetworkSpec.Gcn;
import io.millrace.spec.network.GraphNetworkSpec.Gin;
import io.millrace.spec.network.GraphNetworkSpec.Graphsage;
import io.millrace.spec.network.GraphNetworkSpec.Pool;
import io.millrace.spec.network.GraphNetworkSpec.Pooling;
import io.millrace.spec.network.GraphNetworkSpec.Readout;
import io.millrace.spec.network.Layer.Activation.Function;
import io.millrace.spec.network.Network.Index;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.network.Network.Sparse;
import io.millrace.spec.network.NetworkSpec.Mlp;
import io.millrace.spec.network.NetworkSpec.Tower;
import io.millrace.spec.network.NetworkSpec.Tower.Norm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GraphNetworksTest {
  private static final List<Sparse> WORDS = List.of(new Sparse("words", 1433));
  private static final List<String> DENSE = List.of("a", "b", "c");
  private static final List<Index> INDICES = List.of(new Index("x", 10));

  @Test
  void buildsTheGcnOfThePaper() {
    Gcn gcn = new Gcn(16, nodes(0.5, Norm.NONE, false, 16));

    Network network = NamedNetworks.of(gcn, List.of(), List.of(), WORDS, 7);

    assertThat(network.nodes())
        .containsExactly(
            new Node("features-dropout", new Layer.Dropout(0.5), List.of("words")),
            new Node("conv-1", conv(16), List.of("features-dropout")),
            new Node("conv-1-activation", new Layer.Activation(Function.RELU), List.of("conv-1")),
            new Node("conv-1-dropout", new Layer.Dropout(0.5), List.of("conv-1-activation")),
            new Node("conv-out", conv(7), List.of("conv-1-dropout")),
            new Node("output", new GraphLayer.Targets(), List.of("conv-out")));
    assertThat(Shapes.of(network).parameterCount()).isEqualTo(1433 * 16 + 16 + 16 * 7 + 7);
    assertThat(Shapes.of(network).extent("conv-out")).isZero();
    assertThat(Shapes.of(network).extent("output")).isEqualTo(Shapes.ROWS);
    assertThat(gcn.hops()).isEqualTo(2);
  }

  @Test
  void buildsTheGatOfThePaper() {
    Convolutions convolutions =
        new Convolutions(List.of(8), Function.ELU, Norm.NONE, 0.6, false, Readout.NODES);
    Gat gat = new Gat(16, convolutions, List.of(8, 1), 0.6);

    Network network = NamedNetworks.of(gat, List.of(), List.of(), WORDS, 7);

    assertThat(network.nodes())
        .contains(
            new Node(
                "conv-1",
                new GraphLayer.GatConv(8, 8, true, 0.2, 0.6),
                List.of("features-dropout")),
            new Node(
                "conv-out",
                new GraphLayer.GatConv(7, 1, false, 0.2, 0.6),
                List.of("conv-1-dropout")));
    assertThat(Shapes.of(network).width("conv-1")).isEqualTo(64);
    // As the paper's authors count for Cora.
    assertThat(Shapes.of(network).parameterCount())
        .isEqualTo((1433 * 64 + 64 + 2 * 64) + (64 * 7 + 7 + 2 * 7));
  }

  @Test
  void linksAreScoredByTheLastConvolutionOfBothNodes() {
    Convolutions encoder =
        new Convolutions(
            List.of(128, 64), Function.RELU, Norm.NONE, 0, false, Readout.pairs(Decoder.DOT));
    Gcn gcn = new Gcn(16, encoder);

    Network network = NamedNetworks.of(gcn, List.of(), List.of(), WORDS, 1);

    assertThat(network.nodes())
        .containsExactly(
            new Node("conv-1", conv(128), List.of("words")),
            new Node("conv-1-activation", new Layer.Activation(Function.RELU), List.of("conv-1")),
            new Node("conv-2", conv(64), List.of("conv-1-activation")),
            new Node(
                "output",
                new GraphLayer.Pairs(GraphLayer.Pairs.Combination.DOT),
                List.of("conv-2")));
    assertThat(gcn.hops()).isEqualTo(2);
    assertThat(Shapes.of(network).outputWidth()).isEqualTo(1);
  }

  @Test
  void aDecoderMayHaveHiddenLayersAndEmbeddingsOfGatAreTheMeanOfItsHeads() {
    Decoder decoder = new Decoder(Decoder.Type.MLP, List.of(32));
    Convolutions encoder =
        new Convolutions(
            List.of(8, 6), Function.ELU, Norm.NONE, 0.5, false, Readout.pairs(decoder));

    Network network =
        NamedNetworks.of(new Gat(4, encoder, List.of(8), 0.6), DENSE, INDICES, List.of(), 1);

    assertThat(network.nodes().stream().map(Node::name))
        .containsSubsequence(
            "conv-1-dropout",
            "conv-2",
            "pairs",
            "decoder-1",
            "decoder-1-activation",
            "decoder-1-dropout",
            "output");
    assertThat(Shapes.of(network).width("conv-2")).isEqualTo(6);
    assertThat(Shapes.of(network).width("pairs")).isEqualTo(6);
    assertThat(Shapes.of(network).width("decoder-1")).isEqualTo(32);
  }

  @Test
  void graphsageScoresBehindItsConvolutionsAndAddsWhatFits() {
    Graphsage sage = new Graphsage(4, nodes(0, Norm.LAYER, true, 8, 8, 6), Aggregator.MAX);

    Network network = NamedNetworks.of(sage, DENSE, INDICES, 1);

    assertThat(network.nodes())
        .contains(
            new Node("features", new Layer.Concat(), List.of("embedding-x", "dense")),
            new Node("conv-1", new GraphLayer.SageConv(8, Aggregator.MAX), List.of("features")),
            new Node("conv-1-norm", new Layer.LayerNorm(1e-5), List.of("conv-1")),
            new Node(
                "conv-2-residual",
                new Layer.Add(),
                List.of("conv-2-activation", "conv-1-activation")),
            new Node("conv-3-input", new Layer.Linear(6, false), List.of("conv-2-residual")),
            new Node(
                "conv-3-residual", new Layer.Add(), List.of("conv-3-activation", "conv-3-input")),
            new Node("targets", new GraphLayer.Targets(), List.of("conv-3-residual")),
            new Node("output", new Layer.Linear(1, true), List.of("targets")));
    assertThat(sage.hops()).isEqualTo(3);
  }

  @Test
  void ginPoolsEveryLevel() {
    Convolutions convolutions =
        new Convolutions(
            List.of(8, 8),
            Function.RELU,
            Norm.BATCH,
            0.5,
            false,
            new Readout(Pooling.SUM, Pool.NONE, 0.5, 1, null));

    Network network = NamedNetworks.of(new Gin(4, convolutions, true), List.of(), INDICES, 2);

    assertThat(network.nodes())
        .containsSubsequence(
            new Node("conv-1", new GraphLayer.GinConv(true), List.of("embedding-x")),
            new Node("conv-1-first", new Layer.Linear(8, true), List.of("conv-1")),
            new Node("conv-1-first-norm", new Layer.BatchNorm(0.1, 1e-5), List.of("conv-1-first")),
            new Node(
                "conv-1-first-activation",
                new Layer.Activation(Function.RELU),
                List.of("conv-1-first-norm")),
            new Node(
                "conv-1-second", new Layer.Linear(8, true), List.of("conv-1-first-activation")),
            new Node("readout", new Layer.Concat(), List.of("readout-1", "readout-2", "readout-3")),
            new Node("readout-dropout", new Layer.Dropout(0.5), List.of("readout")),
            new Node("output", new Layer.Linear(2, true), List.of("readout-dropout")));
    assertThat(Shapes.of(network).width("readout")).isEqualTo(4 + 8 + 8);
  }

  /** Shapes refuse what no engine could compute, such as a convolution over learnt weights. */
  @ParameterizedTest
  @EnumSource
  void everyPoolHasSoundShapesInEveryNetwork(Pool pool) {
    for (Pooling pooling : List.of(Pooling.MEAN, Pooling.MAX, Pooling.SUM, Pooling.ATTENTION)) {
      Readout readout = new Readout(pooling, pool, 0.5, 3, null);
      Convolutions convolutions =
          new Convolutions(List.of(8, 6), Function.RELU, Norm.BATCH, 0.1, true, readout);
      for (GraphNetworkSpec spec :
          List.of(
              new Gcn(4, convolutions),
              new Graphsage(4, convolutions, Aggregator.MEAN),
              new Graphsage(4, convolutions, Aggregator.MAX),
              new Gat(4, convolutions, List.of(2), 0.1),
              new Gin(4, convolutions, false))) {
        for (List<Sparse> sparse : List.of(WORDS, List.<Sparse>of())) {
          Network words = NamedNetworks.of(spec, List.of(), List.of(), WORDS, 3);
          Network all = NamedNetworks.of(spec, DENSE, INDICES, sparse, 3);

          assertThat(Shapes.of(words).outputWidth()).isEqualTo(3);
          assertThat(Shapes.of(all).outputWidth()).isEqualTo(3);
          assertThat(all.overGraphs()).isTrue();
        }
        assertThat(spec.hops()).isEqualTo(2);
      }
    }
  }

  @Test
  void tablesReadSparseFeaturesToo() {
    Mlp mlp = new Mlp(4, new Tower(List.of(5), Function.RELU, Norm.NONE, 0));

    Network alone = NamedNetworks.of(mlp, List.of(), List.of(), WORDS, 7);
    Network beside = NamedNetworks.of(mlp, DENSE, INDICES, WORDS, 7);

    assertThat(alone.nodes())
        .startsWith(new Node("deep-1", new Layer.Linear(5, true), List.of("words")));
    assertThat(beside.nodes())
        .contains(
            new Node("embedding-words", new Layer.Linear(4, false), List.of("words")),
            new Node(
                "features",
                new Layer.Concat(),
                List.of("embedding-x", "embedding-words", "dense")));
    assertThat(beside.overGraphs()).isFalse();
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> nodes(0, Norm.NONE, false))
        .hasMessage(
            "Cannot build convolutions of widths [] (expected at least one, positive numbers).");
    assertThatThrownBy(() -> new Readout(Pooling.SUM, Pool.NONE, 0.5, 1, Decoder.DOT))
        .hasMessageContaining("with pooling and a decoder");
    assertThatThrownBy(() -> new Decoder(Decoder.Type.DOT, List.of(8)))
        .hasMessageContaining("Cannot build a decoder DOT with hidden layers of widths [8]");
    assertThatThrownBy(() -> new Readout(Pooling.NONE, Pool.SAG, 0.5, 1, null))
        .hasMessageContaining("nodes would be lost before they have scores");
    assertThatThrownBy(() -> new Readout(Pooling.MEAN, Pool.SAG, 1.5, 1, null))
        .hasMessageContaining("ratio = 1.5");
    assertThatThrownBy(() -> new Gat(4, nodes(0, Norm.NONE, false, 8), List.of(8, 1, 1), 0))
        .hasMessage(
            "Cannot build network 'gat' with heads = [8, 1, 1] (expected one positive number, or 2: one for each convolution).");
  }

  private static Layer conv(int out) {
    return new GraphLayer.GraphConv(out, Normalisation.SYMMETRIC);
  }

  private static Convolutions nodes(
      double dropout, Norm norm, boolean residual, Integer... hidden) {
    return new Convolutions(List.of(hidden), Function.RELU, norm, dropout, residual, Readout.NODES);
  }
}
