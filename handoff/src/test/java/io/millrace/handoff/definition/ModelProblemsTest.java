package io.millrace.handoff.definition;

import static io.millrace.handoff.definition.BadDefinition.bad;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelProblemsTest {
  @ParameterizedTest
  @MethodSource
  void refusesModelsAndEvaluation(BadDefinition bad, @TempDir Path folder) throws IOException {
    bad.check(folder);
  }

  static Stream<BadDefinition> refusesModelsAndEvaluation() {
    return Stream.of(
        bad(
            "network = gradient-boosted-trees",
            "network = gradient-bosted-trees",
            "52: Cannot train model 'trees': unknown network 'gradient-bosted-trees' (expected one of logistic-regression, linear-regression, gradient-boosted-trees, mlp, wide-and-deep, deepfm, dlrm, dcn-v2, gcn, graphsage, gat, gin; did you mean 'gradient-boosted-trees'?)."),
        bad(
            "trees { network = gradient-boosted-trees, seed = 5 }",
            "perceptron { }",
            "52: Cannot train model 'perceptron': unknown network 'perceptron' (expected one of logistic-regression, linear-regression, gradient-boosted-trees, mlp, wide-and-deep, deepfm, dlrm, dcn-v2, gcn, graphsage, gat, gin)."),
        bad(
            "seed = 5",
            "engine = torch",
            "52: Cannot train model 'trees': unknown engine 'torch' (expected one of mllib, bigdl)."),
        bad(
            "features = [hour, distance, route]",
            "features = [hour, distances]",
            "51: Cannot train model 'logistic-regression': unknown feature 'distances' (expected one of hour, minute, distance, distance-bin, origin, destination, route; did you mean 'distance'?)."),
        bad(
            "features = [hour, distance, route]",
            "features = []",
            "51: Cannot train model 'logistic-regression' without features (expected names of features, or no key for all)."),
        bad(
            "features = [hour, distance, route]",
            "features = [hour, hour]",
            "51: Cannot train model 'logistic-regression': a feature is named twice in [hour, hour] (expected each once)."),
        bad(
            "seed = 5",
            "subsample = 1.5",
            "52: Cannot train trees with subsample 1.5 and depth 5 (expected at most 1 and 15)."),
        bad(
            "seed = 5",
            "trees = 0",
            "52: Cannot train with trees = 0.0 (expected a positive number)."),
        bad(
            "seed = 5",
            "class-weights = balance",
            "52: Cannot read 'models.trees.class-weights': found 'balance' (expected one of none, balanced; did you mean 'balanced'?)."),
        bad(
            "task = binary, at-least = 15",
            "task = multiclass, classes = [1, 2, 3]",
            "52: Cannot train model 'trees': the task is multiclass (expected binary or regression for network 'gradient-boosted-trees'). Use logistic-regression."),
        bad(
            "task = binary, at-least = 15",
            "task = regression",
            "51: Cannot train model 'logistic-regression': the task is regression (expected binary or multiclass for network 'logistic-regression'). Use linear-regression.",
            "58: Cannot use gate rule 'rocAuc >= 0.65': the task is regression (expected one of rmse).",
            "59: Cannot use gate rule 'logLoss <= champion + 0.001': the task is regression (expected one of rmse)."),
        bad(
            "task = binary, at-least = 15 }",
            "task = regression }\nmodels.trees.class-weights = balanced\nevaluation.threshold = f1",
            "34: Cannot train model 'trees': class-weights is balanced but the task is regression (expected none).",
            "35: Cannot choose a threshold: the task is regression (expected no threshold but for binary).",
            "53: Cannot train model 'logistic-regression': the task is regression (expected binary or multiclass for network 'logistic-regression'). Use linear-regression.",
            "60: Cannot use gate rule 'rocAuc >= 0.65': the task is regression (expected one of rmse).",
            "61: Cannot use gate rule 'logLoss <= champion + 0.001': the task is regression (expected one of rmse)."),
        bad(
            "blocks = day",
            "blocks = hour",
            "55: Cannot evaluate by blocks: unknown column 'hour' in table 'flights' (expected one of date, day, delay, distance, origin, destination, late)."),
        bad(
            "slices = [origin, hour]",
            "slices = [orign, minute]",
            "56: Cannot evaluate by 'orign': it is no column of the main table and no feature (expected one of date, day, delay, distance, origin, destination, late, hour, distance-bin, route; did you mean 'origin'?).",
            "56: Cannot evaluate by 'minute': this feature is a number (expected a column or an index, hash, bins, date-part or cross)."),
        bad(
            "blocks = day",
            "replicates = 5",
            "54: Cannot bootstrap with 5 replicates (expected 20 to 10000)."),
        bad(
            "blocks = day",
            "importance { rows = -1 }",
            "55: Cannot measure importance on -1 rows (expected 1 to 1000000, or 0 to leave it out)."),
        bad(
            "blocks = day",
            "importance { repeats = 0, rows = 500 }",
            "55: Cannot measure importance by 0 repeats (expected 1 to 100)."),
        bad(
            "blocks = day",
            "importance { rows = some, repeat = 5 }",
            "55: Cannot read 'evaluation.importance.rows': found 'some' (expected a whole number).",
            "55: Unknown key 'repeat' in 'evaluation.importance' (expected one of rows, repeats; did you mean 'repeats'?)."),
        bad(
            "blocks = day",
            "threshold = f2",
            "55: Cannot read 'evaluation.threshold': found 'f2' (expected one of f1, accuracy, youden; did you mean 'f1'?)."),
        bad(
            "rocAuc >= 0.65",
            "auc >= 0.65",
            "58: Cannot read gate rule 'auc >= 0.65': unknown metric 'auc' (expected one of rocAuc, prAuc, logLoss, brier, accuracy, f1, rmse)."),
        bad(
            "rocAuc >= 0.65",
            "rocAuc > 0.65",
            "58: Cannot read gate rule 'rocAuc > 0.65' (expected '<metric> >= <number>' or '<metric> >= champion - <number>', also with <=)."),
        bad(
            "rocAuc >= 0.65",
            "rocAuc >= 65",
            "58: Cannot use gate rule 'rocAuc >= 65': rocAuc lies between 0 and 1 (expected such a limit)."),
        bad(
            "model = \"ops/small\"",
            "model = small",
            "62: Cannot publish as 'small' (expected <team>/<model> of letters, digits, '-' and '_')."),
        bad(
            "summary = \"A small one.\"",
            "facts = none",
            "62: Cannot read 'publish.facts': found 'none' (expected a list).",
            "62: Cannot read 'publish': the key 'summary' is missing (expected text)."));
  }
}
