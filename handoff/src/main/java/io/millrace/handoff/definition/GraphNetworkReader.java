package io.millrace.handoff.definition;

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
import io.millrace.spec.network.NetworkSpec;
import io.millrace.spec.network.NetworkSpec.Tower.Norm;
import java.util.List;
import java.util.function.Supplier;

/** Reads networks over graphs, see {@link DeepReader}. */
final class GraphNetworkReader {
  static final List<String> NETWORKS = List.of("gcn", "graphsage", "gat", "gin");

  private static final Kind<Function> ACTIVATIONS = Kind.of(Function.class);
  private static final Kind<Norm> NORMS = Kind.of(Norm.class);
  private static final Kind<Pooling> POOLINGS = Kind.of(Pooling.class);
  private static final Kind<Pool> POOLS = Kind.of(Pool.class);
  private static final Kind<Decoder.Type> DECODERS = Kind.of(Decoder.Type.class);
  private static final Kind<Aggregator> AGGREGATORS = Kind.of(Aggregator.class);

  private final Section section;
  private final String network;
  private final Scored scored;

  /**
   * @param network one of {@link #NETWORKS}
   * @param scored what it gives scores to
   */
  GraphNetworkReader(Section section, String network, Scored scored) {
    this.section = section;
    this.network = network;
    this.scored = scored;
  }

  Supplier<NetworkSpec> read() {
    int embedding = section.optional("embedding", Kind.WHOLE, 16);
    Supplier<Convolutions> convolutions = convolutions();
    return switch (network) {
      case "gcn" -> () -> new Gcn(embedding, convolutions.get());
      case "graphsage" -> {
        Aggregator aggregator = section.optional("aggregator", AGGREGATORS, Aggregator.MEAN);
        yield () -> new Graphsage(embedding, convolutions.get(), aggregator);
      }
      case "gat" -> {
        List<Integer> heads = heads();
        double dropout = section.optional("attention-dropout", Kind.NUMBER, 0.0);
        yield () -> new Gat(embedding, convolutions.get(), heads, dropout);
      }
      default -> {
        boolean learnt = section.optional("learn-epsilon", Kind.FLAG, false);
        yield () -> new Gin(embedding, convolutions.get(), learnt);
      }
    };
  }

  private Supplier<Convolutions> convolutions() {
    List<Integer> hidden = section.list("hidden", Kind.WHOLE).orElse(hidden());
    Function activation =
        section.optional(
            "activation", ACTIVATIONS, network.equals("gat") ? Function.ELU : Function.RELU);
    Norm norm = section.optional("norm", NORMS, network.equals("gin") ? Norm.BATCH : Norm.NONE);
    double dropout = section.optional("dropout", Kind.NUMBER, 0.0);
    boolean residual = section.optional("residual", Kind.FLAG, false);
    Supplier<Readout> readout = readout();
    return () -> new Convolutions(hidden, activation, norm, dropout, residual, readout.get());
  }

  /** Two steps along edges, of which the last may give the score. */
  private List<Integer> hidden() {
    boolean gat = network.equals("gat");
    if (scored == Scored.LINKS) {
      return List.of(gat ? 8 : 128, 64);
    }
    boolean last = scored == Scored.NODES && (network.equals("gcn") || gat);
    int width = gat ? 8 : 64;
    return last ? List.of(width) : List.of(width, width);
  }

  private List<Integer> heads() {
    return section.value("heads") instanceof com.typesafe.config.ConfigList
        ? section.list("heads", Kind.WHOLE).orElseThrow()
        : List.of(section.optional("heads", Kind.WHOLE.called("a whole number or a list"), 8));
  }

  /** Its keys are for graphs or links; for nodes they are unknown. */
  private Supplier<Readout> readout() {
    return switch (scored) {
      case NODES -> () -> Readout.NODES;
      case GRAPHS -> graphs();
      case LINKS -> links();
    };
  }

  private Supplier<Readout> links() {
    Decoder.Type type = section.optional("decoder", DECODERS, Decoder.Type.DOT);
    List<Integer> hidden =
        type == Decoder.Type.MLP
            ? section.list("decoder-hidden", Kind.WHOLE).orElse(List.of(64))
            : List.of();
    return () -> Readout.pairs(new Decoder(type, hidden));
  }

  private Supplier<Readout> graphs() {
    Pooling pooling =
        section.optional("pooling", POOLINGS, network.equals("gin") ? Pooling.SUM : Pooling.MEAN);
    if (pooling == Pooling.NONE) {
      section.problem(
          List.of("pooling"),
          "Cannot train model '%s' without pooling: graph.graph gives each graph a score (expected mean, max, sum or attention).",
          section.name());
    }
    Pool pool = section.optional("pool", POOLS, Pool.NONE);
    boolean scored = pool == Pool.TOP_K || pool == Pool.SAG;
    double ratio = scored ? section.optional("ratio", Kind.NUMBER, 0.5) : 0.5;
    int clusters = pool == Pool.DIFF ? section.required("clusters", Kind.WHOLE) : 1;
    return () -> new Readout(pooling, pool, ratio, clusters, null);
  }
}
