package io.millrace.handoff.definition;

import static io.millrace.handoff.definition.BadDefinition.bad;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeepProblemsTest {
  /** The model on line 52, which is replaced. */
  private static final String TREES = "trees { network = gradient-boosted-trees, seed = 5 }";

  private static final String COMMON =
      "network, engine, features, class-weights, embedding, hidden, activation, norm, dropout, ";
  private static final String REST =
      "optimiser, schedule, clip-norm, batch-size, epochs, patience, stop-on, seeds, seed";

  @ParameterizedTest
  @MethodSource({"engines", "keys", "values", "optimisersAndSchedules", "losses", "shapes"})
  void refusesDeepModels(BadDefinition bad, @TempDir Path folder) throws IOException {
    bad.check(folder);
  }

  static Stream<BadDefinition> engines() {
    return Stream.of(
        bad(
            TREES,
            "mlp { engine = mllib }",
            "52: Cannot train model 'mlp': engine 'mllib' does not train network 'mlp' (expected engine bigdl, or one of logistic-regression, linear-regression, gradient-boosted-trees as the network)."),
        bad(
            "seed = 5",
            "engine = bigdl",
            "52: Cannot train model 'trees': engine 'bigdl' does not train network 'gradient-boosted-trees' (expected engine mllib, or one of mlp, wide-and-deep, deepfm, dlrm, dcn-v2, gcn, graphsage, gat, gin as the network)."),
        bad(
            TREES,
            "mlp { engine = bigld }",
            "52: Cannot train model 'mlp': unknown engine 'bigld' (expected one of mllib, bigdl; did you mean 'bigdl'?)."),
        bad(
            TREES,
            "a { network = wide-and-deap, engine = mllib }",
            "52: Cannot train model 'a': unknown network 'wide-and-deap' (expected one of logistic-regression, linear-regression, gradient-boosted-trees, mlp, wide-and-deep, deepfm, dlrm, dcn-v2, gcn, graphsage, gat, gin; did you mean 'wide-and-deep'?)."));
  }

  static Stream<BadDefinition> keys() {
    return Stream.of(
        bad(
            TREES,
            "mlp { hiden = [8]\ncross-layers = 2\nhuber-delta = 2 }",
            "52: Unknown key 'hiden' in 'models.mlp' (expected one of %slabel-smoothing, %s; did you mean 'hidden'?)."
                .formatted(COMMON + "loss, ", REST),
            "53: Unknown key 'cross-layers' in 'models.mlp' (expected one of %slabel-smoothing, %s)."
                .formatted(COMMON + "loss, ", REST),
            "54: Unknown key 'huber-delta' in 'models.mlp' (expected one of %slabel-smoothing, %s)."
                .formatted(COMMON + "loss, ", REST)),
        bad(
            TREES,
            "dlrm { hidden = [8] }",
            "52: Unknown key 'hidden' in 'models.dlrm' (expected one of network, engine, features, class-weights, embedding, bottom, top, activation, norm, dropout, loss, label-smoothing, %s)."
                .formatted(REST)),
        bad(
            TREES,
            "dcn-v2 { ranc = 8 }",
            "52: Unknown key 'ranc' in 'models.dcn-v2' (expected one of %scross-layers, rank, loss, label-smoothing, %s; did you mean 'rank'?)."
                .formatted(COMMON, REST)));
  }

  static Stream<BadDefinition> values() {
    return Stream.of(
        bad(
            TREES,
            "mlp { hidden = [8, wide]\nnorm = bach\nactivation = gelu\nembedding = wide\nepochs = 1.5 }",
            "52: Cannot read 'models.mlp.hidden[1]': found 'wide' (expected a whole number).",
            "53: Cannot read 'models.mlp.norm': found 'bach' (expected one of none, batch, layer; did you mean 'batch'?).",
            "54: Cannot read 'models.mlp.activation': found 'gelu' (expected one of relu, leaky-relu, elu, silu, tanh, sigmoid; did you mean 'relu'?).",
            "55: Cannot read 'models.mlp.embedding': found 'wide' (expected a whole number).",
            "56: Cannot read 'models.mlp.epochs': found the number 1.5 (expected a whole number)."),
        bad(
            TREES,
            "mlp { hidden = [8, 0] }",
            "52: Cannot build hidden layers of widths [8, 0] (expected positive numbers)."),
        bad(
            TREES,
            "mlp { dropout = 1 }",
            "52: Cannot build hidden layers with dropout = 1.0 (expected 0 or more, less than 1)."),
        bad(
            TREES,
            "mlp { embedding = 0 }",
            "52: Cannot build network 'mlp' with embedding = 0 (expected at least 1)."),
        bad(
            TREES,
            "dcn-v2 { cross-layers = 0 }",
            "52: Cannot build network 'dcn-v2' with cross-layers = 0 and rank = 0 (expected at least 1 and 0)."),
        bad(
            TREES,
            "mlp { clip-norm = 0 }",
            "52: Cannot train with clip-norm = 0.0 (expected a positive number)."),
        bad(
            TREES,
            "mlp { features = [hours], batch-size = 0 }",
            "52: Cannot train with batch-size = 0.0 (expected a positive number)."));
  }

  static Stream<BadDefinition> optimisersAndSchedules() {
    return Stream.of(
        bad(
            TREES,
            "mlp { optimiser { type = adma }\nschedule { type = linear } }",
            "52: Cannot read 'models.mlp.optimiser.type': found 'adma' (expected one of adam, adamw, sgd, adagrad; did you mean 'adam'?).",
            "53: Cannot read 'models.mlp.schedule.type': found 'linear' (expected one of constant, step, cosine)."),
        bad(
            TREES,
            "mlp { optimiser = adam }",
            "52: Cannot read 'models.mlp.optimiser': found 'adam' (expected an object)."),
        bad(
            TREES,
            "mlp { optimiser { momentum = 0.9 }\nschedule { factor = 0.5 } }",
            "52: Unknown key 'momentum' in 'models.mlp.optimiser' (expected one of type, learning-rate, weight-decay, beta1, beta2, epsilon).",
            "53: Unknown key 'factor' in 'models.mlp.schedule' (expected one of type, warm-up)."),
        bad(
            TREES,
            "mlp { optimiser { type = sgd, beta1 = 0.9 } }",
            "52: Unknown key 'beta1' in 'models.mlp.optimiser' (expected one of type, learning-rate, weight-decay, momentum, nesterov)."),
        bad(
            TREES,
            "mlp { optimiser { type = adagrad, beta2 = 0.9 } }",
            "52: Unknown key 'beta2' in 'models.mlp.optimiser' (expected one of type, learning-rate, weight-decay, epsilon)."),
        bad(
            TREES,
            "mlp {\noptimiser { learning-rate = 0 }\nschedule { warm-up = 1 } }",
            "53: Cannot train with learning-rate = 0.0 (expected a positive number).",
            "54: Cannot train with warm-up = 1.0 (expected 0 or more, less than 1)."),
        bad(
            TREES,
            "mlp {\noptimiser { beta2 = 1 }\nschedule { type = step, drops = 0 } }",
            "53: Cannot train with beta2 = 1.0 (expected 0 or more, less than 1).",
            "54: Cannot train with factor = 0.1 and drops = 0 (expected a factor between 0 and 1, at least one drop)."));
  }

  static Stream<BadDefinition> losses() {
    return Stream.of(
        bad(
            TREES,
            "mlp {\nloss = huber }",
            "53: Cannot train model 'mlp': its loss is huber but the task is binary (expected cross-entropy)."),
        bad(
            TREES,
            "mlp { label-smoothing = 1 }",
            "52: Cannot train with label-smoothing = 1.0 (expected 0 or more, less than 1)."),
        bad(
            TREES,
            "mlp { loss = cross, huber-delta = 1, label-smoothing = 0.1 }",
            "52: Cannot read 'models.mlp.loss': found 'cross' (expected one of cross-entropy, squared-error, huber)."),
        // The task is known although the label has an unknown key.
        bad(
            "at-least = 15 }",
            "at-leest = 15 }\nmodels.mlp.huber-delta = 1",
            "33: Unknown key 'at-leest' in 'label' (expected one of column, task, at-least, positive; did you mean 'at-least'?).",
            "33: Cannot make a binary label from column 'delay': found neither (expected one of at-least and positive).",
            "34: Unknown key 'huber-delta' in 'models.mlp' (expected one of %sloss, label-smoothing, %s)."
                .formatted(COMMON, REST)),
        bad(
            "task = binary, at-least = 15 }",
            "task = bnary, at-least = 15 }\nmodels.mlp { huber-delta = 1, label-smoothing = 0.1 }",
            "33: Cannot read 'label.task': found 'bnary' (expected one of binary, multiclass, regression, link-prediction; did you mean 'binary'?)."));
  }

  static Stream<BadDefinition> shapes() {
    return Stream.of(
        bad(
            TREES,
            "mlp { batch-size = 1001 }",
            "52: Cannot train 'mlp' with batch-size = 1001: 2 executors of 2 cores cannot share it evenly (expected a multiple of 2, at least 4). Use 1000 or 1002."),
        bad(
            TREES,
            "mlp { batch-size = 2 }",
            "52: Cannot train 'mlp' with batch-size = 2: 2 executors of 2 cores cannot share it evenly (expected a multiple of 2, at least 4). Use 4."),
        bad(
            TREES,
            "dlrm { bottom = [64, 32] }",
            "52: Cannot build network 'dlrm': its bottom tower [64, 32] ends in the width 32 (expected 16, as wide as an embedding). Use bottom = [64, 16] or embedding = 32."),
        bad(
            TREES,
            "dlrm { features = [hour, origin] }",
            "52: Cannot build network 'dlrm': it has no dense features (expected at least one for its bottom tower). Add numeric or cyclic features, or use dcn-v2."),
        bad(
            TREES,
            "dlrm { features = [minute] }",
            "52: Cannot build network 'dlrm': it has no index features (expected at least one, whose embedding meets the dense features). Add index features, or use mlp."),
        // A cyclic feature gives two numbers.
        bad(
            TREES,
            "dlrm { features = [minute, distance, hour], bottom = [] }",
            "52: Cannot build network 'dlrm': its bottom tower [] ends in the width 3 (expected 16, as wide as an embedding). Use bottom = [16] or embedding = 3."),
        bad(
            TREES,
            "deepfm { features = [distance, hour] }",
            "52: Cannot build network 'deepfm': its index features are [hour] (expected at least 2, whose embeddings its factorisation machine multiplies). Add index features, or use wide-and-deep."),
        bad(
            "buckets = 64 }\n  route { type = cross, of = [origin, destination] }\n}",
            "buckets = 100000000 }\n  route { type = cross, of = [origin, destination] }\n}\nmodels.mlp { embedding = 32 }",
            "50: Cannot build the network: it has 3200029473 parameters (expected at most 2147483647). Use narrower embeddings and layers, or fewer values of an index."),
        bad(
            "task = binary, at-least = 15 }",
            "task = multiclass, classes = [1, 2, 3] }\nmodels.deepfm { }",
            "34: Cannot build network 'deepfm': its factorisation machine gives one score, but there are 3 classes (expected a binary or regression task). Use wide-and-deep or dcn-v2.",
            "53: Cannot train model 'trees': the task is multiclass (expected binary or regression for network 'gradient-boosted-trees'). Use logistic-regression."),
        // What is wrong with features is said once, not again of the shapes.
        bad(
            TREES,
            "dlrm { features = [hours] }",
            "52: Cannot train model 'dlrm': unknown feature 'hours' (expected one of hour, minute, distance, distance-bin, origin, destination, route; did you mean 'hour'?)."),
        bad(
            "task = binary, at-least = 15 }",
            "task = regression }\nmodels.mlp.class-weights = balanced",
            "34: Cannot train model 'mlp': class-weights is balanced but the task is regression (expected none).",
            "52: Cannot train model 'logistic-regression': the task is regression (expected binary or multiclass for network 'logistic-regression'). Use linear-regression.",
            "59: Cannot use gate rule 'rocAuc >= 0.65': the task is regression (expected one of rmse).",
            "60: Cannot use gate rule 'logLoss <= champion + 0.001': the task is regression (expected one of rmse)."));
  }
}
