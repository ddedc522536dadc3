package io.millrace.handoff.definition;

import io.millrace.spec.model.TrainingSettings;
import io.millrace.spec.model.TrainingSettings.Deep;
import io.millrace.spec.network.Layer.Activation;
import io.millrace.spec.network.Loss;
import io.millrace.spec.network.NetworkSpec;
import io.millrace.spec.network.NetworkSpec.DcnV2;
import io.millrace.spec.network.NetworkSpec.DeepFm;
import io.millrace.spec.network.NetworkSpec.Dlrm;
import io.millrace.spec.network.NetworkSpec.Mlp;
import io.millrace.spec.network.NetworkSpec.Tower;
import io.millrace.spec.network.NetworkSpec.WideAndDeep;
import io.millrace.spec.target.Task;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads models that are networks of layers. Values are read at once, so that all problems are
 * found; records are built at the end, when there is none.
 */
final class DeepReader {
  static final List<String> NETWORKS =
      Stream.of(
              List.of("mlp", "wide-and-deep", "deepfm", "dlrm", "dcn-v2"),
              GraphNetworkReader.NETWORKS)
          .flatMap(List::stream)
          .toList();

  private static final String CROSS_ENTROPY = "cross-entropy";
  private static final String SQUARED_ERROR = "squared-error";
  private static final String HUBER = "huber";
  private static final Kind<String> LOSSES = Kind.oneOf(CROSS_ENTROPY, SQUARED_ERROR, HUBER);
  private static final Kind<Activation.Function> ACTIVATIONS = Kind.of(Activation.Function.class);
  private static final Kind<Tower.Norm> NORMS = Kind.of(Tower.Norm.class);
  private static final Kind<Deep.StopOn> STOPS = Kind.of(Deep.StopOn.class);

  private DeepReader() {}

  /**
   * Reads the settings of a network.
   *
   * @param network one of {@link #NETWORKS}
   * @param task decides which loss is the default; empty where the label does not tell
   * @param scored what networks over a graph give scores to
   */
  static Optional<TrainingSettings> settings(
      Section section, String network, Optional<Task> task, Scored scored) {
    Supplier<NetworkSpec> spec =
        GraphNetworkReader.NETWORKS.contains(network)
            ? new GraphNetworkReader(section, network, scored).read()
            : network(section, network);
    Supplier<Loss> loss = loss(section, task);
    Optional<OptimiserReader.Steps> steps = OptimiserReader.read(section);
    @Nullable Double clipNorm = section.optional("clip-norm", Kind.NUMBER);
    int batch = section.optional("batch-size", Kind.WHOLE, 4096);
    int epochs = section.optional("epochs", Kind.WHOLE, 10);
    int patience = section.optional("patience", Kind.WHOLE, 2);
    Deep.StopOn stopOn = section.optional("stop-on", STOPS, Deep.StopOn.LOSS);
    List<Long> seeds = seeds(section);
    return section.build(
        () ->
            new Deep(
                spec.get(),
                loss.get(),
                steps.orElseThrow().optimiser(),
                steps.orElseThrow().schedule(),
                clipNorm,
                batch,
                epochs,
                patience,
                seeds.get(0),
                stopOn,
                seeds));
  }

  /** One seed, or several that are trained one after the other. */
  private static List<Long> seeds(Section section) {
    Optional<List<Long>> several = section.list("seeds", Kind.LONG);
    if (several.isEmpty()) {
      return List.of(section.optional("seed", Kind.LONG, 1L));
    }
    if (section.has("seed")) {
      section.problem(
          List.of("seed"),
          "Cannot train '%s' with both seed and seeds (expected one of them).",
          section.name());
    }
    if (several.get().isEmpty()) {
      section.problem(
          List.of("seeds"),
          "Cannot train '%s' with seeds = [] (expected at least one).",
          section.name());
      return List.of(1L);
    }
    return several.get();
  }

  private static Supplier<NetworkSpec> network(Section section, String network) {
    int embedding = section.optional("embedding", Kind.WHOLE, 16);
    if (network.equals("dlrm")) {
      List<Integer> bottom = widths(section, "bottom", 64, embedding);
      List<Integer> top = widths(section, "top", 64, 32);
      Function<List<Integer>, Tower> tower = tower(section);
      return () -> new Dlrm(embedding, tower.apply(bottom), tower.apply(top));
    }
    List<Integer> hidden = widths(section, "hidden", 128, 64);
    Function<List<Integer>, Tower> tower = tower(section);
    return switch (network) {
      case "wide-and-deep" -> () -> new WideAndDeep(embedding, tower.apply(hidden));
      case "deepfm" -> () -> new DeepFm(embedding, tower.apply(hidden));
      case "dcn-v2" -> {
        int layers = section.optional("cross-layers", Kind.WHOLE, 2);
        int rank = section.optional("rank", Kind.WHOLE, 0);
        yield () -> new DcnV2(embedding, layers, rank, tower.apply(hidden));
      }
      default -> () -> new Mlp(embedding, tower.apply(hidden));
    };
  }

  private static List<Integer> widths(Section section, String key, Integer... otherwise) {
    return section.list(key, Kind.WHOLE).orElse(List.of(otherwise));
  }

  /** What all hidden layers of a model share. */
  private static Function<List<Integer>, Tower> tower(Section section) {
    Activation.Function activation =
        section.optional("activation", ACTIVATIONS, Activation.Function.RELU);
    Tower.Norm norm = section.optional("norm", NORMS, Tower.Norm.NONE);
    double dropout = section.optional("dropout", Kind.NUMBER, 0.0);
    return widths -> new Tower(widths, activation, norm, dropout);
  }

  private static Supplier<Loss> loss(Section section, Optional<Task> task) {
    Optional<String> loss =
        section.has("loss")
            ? section.need("loss", LOSSES)
            : task.map(t -> t == Task.REGRESSION ? SQUARED_ERROR : CROSS_ENTROPY);
    // Without a loss any of its keys may be meant; then the definition is refused anyway.
    double smoothing =
        loss.orElse(CROSS_ENTROPY).equals(CROSS_ENTROPY)
            ? section.optional("label-smoothing", Kind.NUMBER, 0.0)
            : 0;
    double delta =
        loss.orElse(HUBER).equals(HUBER) ? section.optional("huber-delta", Kind.NUMBER, 1.0) : 1;
    return () ->
        switch (loss.orElse(CROSS_ENTROPY)) {
          case HUBER -> new Loss.Huber(delta);
          case SQUARED_ERROR -> new Loss.SquaredError();
          default -> new Loss.CrossEntropy(smoothing);
        };
  }

  /** The name of a loss in definitions. */
  static String name(Loss loss) {
    if (loss instanceof Loss.CrossEntropy) {
      return CROSS_ENTROPY;
    }
    return loss instanceof Loss.Huber ? HUBER : SQUARED_ERROR;
  }

  /** The losses that fit a task. */
  static List<String> losses(Task task) {
    return task == Task.REGRESSION ? List.of(SQUARED_ERROR, HUBER) : List.of(CROSS_ENTROPY);
  }
}
